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
