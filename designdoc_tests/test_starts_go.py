"""Where users of a system in Go start, on SYSTEM_DESIGN: routes with their whole addresses, commands with options."""

from collections.abc import Mapping
from pathlib import Path

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.test_starts import rows

MODULE = "module example.com/pay\n\ngo 1.22\n"


def system_design(folder: Path, files: Mapping[str, str]) -> str:
    """Return SYSTEM_DESIGN of a module with these files."""
    repo = make_repo(folder / "pay", {"go.mod": MODULE, **files})
    run = document(repo, writer="static")
    assert run.success, run.failure
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()


NET_HTTP = {
    "main.go": """\
package main

import (
	"net/http"

	"example.com/pay/api"
)

const prefix = "/pay"

type cache struct{}

func (c *cache) Handle(key string, value http.Handler) {}

type server struct{ mux *http.ServeMux }

func show(w http.ResponseWriter, r *http.Request) {}

type pages struct{}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

func (s *server) list(w http.ResponseWriter, r *http.Request) {}

func (s *server) routes() {
	s.mux.HandleFunc("DELETE /bills/{id}", s.list)
}

func logged(next http.Handler) http.Handler { return next }

func main() {
	mux := http.NewServeMux()
	http.HandleFunc("/health", show)
	mux.HandleFunc("POST /bills", show)
	mux.Handle("GET "+prefix+"/pages/", &pages{})
	mux.Handle("/inline", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	mux.Handle("/logged", logged(http.HandlerFunc(show)))
	mux.Handle("/v1/", api.New())
	mux.Handle("/admin/", http.StripPrefix("/admin", api.Admin()))
	mux.HandleFunc(r.Pattern(), show)
	c := &cache{}
	c.Handle("/no-route", nil)
	s := &server{mux: http.NewServeMux()}
	s.routes()
	http.ListenAndServe(":80", mux)
}
""",
    "api/api.go": """\
// Package api answers.
package api

import "net/http"

func show(w http.ResponseWriter, r *http.Request) {}

// New returns what answers.
func New() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/bills", show)
	return mux
}

// Admin returns what is for few.
func Admin() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("/users", show)
	return m
}

func unknown(mux interface{ HandleFunc(string, http.HandlerFunc) }) {
	mux.HandleFunc("/no-route", show)
}
""",
}


def test_patterns_of_net_http(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, NET_HTTP), "Routes") == [
        ["/v1/bills", "GET", "show"],
        ["/admin/users", "", "show"],
        ["/bills/{id}", "DELETE", "server.list"],
        ["/health", "", "show"],
        ["/bills", "POST", "show"],
        ["/pay/pages/", "GET", "pages.ServeHTTP"],
        ["/inline", "", "main"],
        ["/logged", "", "show"],
    ]


CHI = {
    "main.go": """\
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func show(w http.ResponseWriter, r *http.Request) {}

type bills struct{}

func (b bills) Routes() chi.Router {
	r := chi.NewRouter()
	r.Get("/", b.list)
	r.Route("/{id}", func(r chi.Router) {
		r.Use(loaded)
		r.With(loaded).Put("/", show)
		r.Delete("/lines", func(w http.ResponseWriter, r *http.Request) { r.Header.Get("X-No-Route") })
	})
	return r
}

func (b bills) list(w http.ResponseWriter, r *http.Request) {}

func loaded(next http.Handler) http.Handler { return next }

func users(r chi.Router) {
	r.Post("/users", show)
}

func nobody(r chi.Router) {
	r.Post("/not-known-where", show)
}

func main() {
	r := chi.NewRouter()
	r.Get("/", show)
	r.Mount("/bills", bills{}.Routes())
	r.Group(func(r chi.Router) {
		r.MethodFunc("PATCH", "/x", show)
	})
	r.Route("/v1", func(sub chi.Router) {
		users(sub)
	})
	http.ListenAndServe(":80", r)
}
"""
}


def test_routes_of_chi_stand_below_what_they_are_nested_in(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, CHI), "Routes") == [
        ["/bills/", "GET", "bills.list"],
        ["/bills/{id}/", "PUT", "show"],
        ["/bills/{id}/lines", "DELETE", "bills.Routes"],
        ["/v1/users", "POST", "show"],
        ["/", "GET", "show"],
        ["/x", "PATCH", "show"],
    ]


GORILLA = {
    "main.go": """\
package main

import (
	"net/http"

	"github.com/gorilla/mux"
)

var router = mux.NewRouter().StrictSlash(true)

func show(w http.ResponseWriter, r *http.Request) {}

func init() {
	router.HandleFunc("/", show).Name("home")
}

func main() {
	r := mux.NewRouter()
	r.HandleFunc("/bills", show).Methods(http.MethodGet, "POST")
	v1 := r.PathPrefix("/v1").Subrouter()
	v1.Handle("/users/{id:[0-9]+}", http.HandlerFunc(show)).Name("user").Methods("PUT")
	r.Methods("GET").Path("/chain").HandlerFunc(show)
	r.PathPrefix("/static/").Handler(http.FileServer(http.Dir("static")))
	r.Handle("/no-handler")
	http.ListenAndServe(":80", r)
}
"""
}


def test_routes_of_gorilla_mux_with_chains(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, GORILLA), "Routes") == [
        ["/", "", "show"],
        ["/bills", "GET, POST", "show"],
        ["/v1/users/{id:[0-9]+}", "PUT", "show"],
        ["/chain", "GET", "show"],
        ["/static/", "", "main.go"],
    ]


GIN = {
    "main.go": """\
package main

import (
	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

type api struct{ engine *gin.Engine }

func show(c *gin.Context) {}

func told(c echo.Context) error { return nil }

func (a *api) users(group *gin.RouterGroup) {
	group.GET("/:id", a.user)
}

func (a *api) user(c *gin.Context) {}

func (a *api) start() {
	a.engine = gin.Default()
	a.engine.GET("/ping", show, a.user)
	v1 := a.engine.Group("/v1")
	{
		v1.POST("/bills", show)
		a.users(v1.Group("/users"))
	}
}

func nobody(group *gin.RouterGroup) {
	group.GET("/not-known-where", show)
}

func pages(e *echo.Echo) {
	e.GET("/pages", told)
	admin := e.Group("/admin", nil)
	admin.DELETE("/pages/:id", told, nil)
}

func main() {
	(&api{}).start()
	pages(echo.New())
}
"""
}


def test_routes_of_gin_and_echo_with_groups(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, GIN), "Routes") == [
        ["/v1/users/:id", "GET", "api.user"],
        ["/ping", "GET", "api.user"],
        ["/v1/bills", "POST", "show"],
        ["/pages", "GET", "told"],
        ["/admin/pages/:id", "DELETE", "told"],
    ]


COBRA = {
    "main.go": """\
package main

import (
	"example.com/pay/cmd"
)

func main() { cmd.Execute() }
""",
    "cmd/root.go": """\
// Package cmd has the commands.
package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

var (
	file  string
	force bool
)

var rootCmd = &cobra.Command{
	Use:   "pay [flags]",
	Short: "Pays " + "bills",
}

var addCmd = &cobra.Command{
	Use:   "add NAME",
	Short: "Add one",
	RunE:  add,
}

var secret = &cobra.Command{Use: "secret", Hidden: true, Run: func(cmd *cobra.Command, args []string) {}}

type other struct{ Use string }

func (o *other) AddCommand(c *cobra.Command) {}

func add(cmd *cobra.Command, args []string) error { return nil }

func init() {
	rootCmd.PersistentFlags().StringVarP(&file, "file", "f", "pay.yaml", "where it is")
	flags := addCmd.Flags()
	flags.BoolVar(&force, "force", false, `do it`)
	flags.Int("times", 3, fmt.Sprintf("how often, %d", 3))
	flags.String("who", "", "for whom")
	flags.Bool("hidden", false, "not told")
	_ = flags.MarkHidden("hidden")
	_ = addCmd.MarkFlagRequired("who")
	rootCmd.AddCommand(addCmd, secret, newUsers())
	rootCmd.AddCommand(&cobra.Command{Use: "inline", Run: func(cmd *cobra.Command, args []string) {}})
	o := &other{Use: "no-command"}
	o.AddCommand(addCmd)
}

// Execute runs it.
func Execute() { _ = rootCmd.Execute() }
""",
    "cmd/users.go": """\
package cmd

import "github.com/spf13/cobra"

type users struct{ all bool }

func newUsers() *cobra.Command {
	u := &users{}
	cmd := &cobra.Command{Use: "users", Short: "Users"}
	cmd.AddCommand(newList(u))
	return cmd
}

func newList(u *users) *cobra.Command {
	cmd := &cobra.Command{
		Use:  "list",
		Long: "Lists them.\\nAll of them.",
		RunE: u.list,
	}
	cmd.Flags().BoolVarP(&u.all, "all", "a", false, "all of them")
	return cmd
}

func (u *users) list(cmd *cobra.Command, args []string) error { return nil }
""",
}


def test_commands_of_cobra_with_their_flags(tmp_path: Path) -> None:
    text = system_design(tmp_path, COBRA)
    assert rows(text, "Commands") == [
        ["pay", "Pays bills", "cmd/root.go"],
        ["pay add", "Add one", "add"],
        ["pay inline", "", "init"],
        ["pay users list", "Lists them.", "users.list"],
    ]
    assert rows(text, "`pay`") == [["-f, --file", "string", '"pay.yaml"', "where it is"]]
    assert rows(text, "`pay add`") == [
        ["--force", "", "", "do it"],
        ["--times", "int", "3", ""],
        ["--who", "string", "", "for whom. Required."],
    ]
    assert rows(text, "`pay users list`") == [["-a, --all", "all of them"]]


FLAGS = {
    "main.go": """\
package main

import (
	"flag"
	"time"

	"github.com/robfig/cron/v3"
)

const debugHelp = "Say more"

var wait = flag.Duration("wait", 5*time.Second, "how long")

type settings struct{}

func (s *settings) String(name, value, usage string) {}

func (s *settings) AddFunc(when string, what func()) {}

func clean() {}

func main() {
	var debug bool
	flag.BoolVar(&debug, "debug", false, debugHelp)
	flag.BoolVar(&debug, "d", false, debugHelp)
	flag.Func("level", "how `much`", func(string) error { return nil })
	set := flag.NewFlagSet("other", flag.ExitOnError)
	set.String("no-option", "", "of another set")
	s := &settings{}
	s.String("no-option", "", "of something else")
	flag.Parse()
	c := cron.New()
	c.AddFunc("@daily", clean)
	s.AddFunc("@hourly", clean)
}
"""
}


def test_flags_and_schedules(tmp_path: Path) -> None:
    text = system_design(tmp_path, FLAGS)
    assert rows(text, "Commands") == [["pay", "main"]]
    assert rows(text, "`pay`") == [
        ["-wait", "time.Duration", "5*time.Second", "how long"],
        ["-d, -debug", "", "", "Say more"],
        ["-level", "much", "", "how much"],
    ]
    assert rows(text, "Schedules") == [["clean", "@daily", "clean"]]
