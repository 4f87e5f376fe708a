"""Where users of Rust programs start: commands of clap, routes of axum, Actix Web and Rocket."""

from collections.abc import Mapping
from pathlib import Path

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.test_starts import rows

CARGO = """\
[package]
name = "pay"
version = "1.0.0"

[dependencies]
clap = { version = "4", features = ["derive"] }
axum = "0.7"
actix-web = "4"
rocket = "0.5"
"""


def system_design(folder: Path, files: Mapping[str, str]) -> str:
    """Return SYSTEM_DESIGN of a crate with these files in `src`."""
    repo = make_repo(folder / "pay", {"Cargo.toml": CARGO, **{f"src/{path}": text for path, text in files.items()}})
    run = document(repo, writer="static", only=["document"])
    assert run.success, run.failure
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()


DERIVED = {
    "main.rs": """\
mod cli;
mod bills;
use clap::Parser as _;

fn main() {
    let cli = cli::Cli::parse();
}
""",
    "cli.rs": """\
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::bills::BillCommand;

/// Pays bills.
#[derive(Parser)]
#[command(version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct Common {
    /// Say more.
    #[arg(short, long, action = ArgAction::Count, global = true)]
    verbose: u8,
    #[arg(long, hide = true)]
    secret: bool,
    #[arg(skip)]
    cached: String,
}

#[derive(Subcommand)]
enum Command {
    /// Pay what is due.
    ///
    /// At length.
    PayDue {
        /// The account.
        #[arg(long, value_name = "IBAN")]
        account: String,
        #[arg(short = 'H', long = "how", value_enum, default_value_t = How::Fast)]
        way: How,
        files: Vec<PathBuf>,
    },
    #[command(name = "ls", about = "List them.")]
    List,
    #[command(subcommand)]
    Bill(BillCommand),
    #[command(hide = true)]
    Debug,
}

#[derive(Clone, ValueEnum)]
enum How {
    Fast,
    #[value(name = "well")]
    VeryWell,
    #[value(skip)]
    Never,
}

/// Serialised, and no command.
#[derive(serde::Deserialize)]
struct Args2 {
    #[serde(long)]
    long: String,
}
""",
    "bills.rs": """\
#[derive(clap::Subcommand)]
pub enum BillCommand {
    /// Add one
    Add(AddArgs),
}

#[derive(clap::Args)]
pub struct AddArgs {
    /// What it costs
    #[arg(long = "cents", help = "In cents.")]
    cost: Option<u64>,
    name: String,
}
""",
}


def test_commands_that_types_derive(tmp_path: Path) -> None:
    text = system_design(tmp_path, DERIVED)
    assert rows(text, "Commands") == [
        ["pay", "Pays bills.", "src/cli.rs"],
        ["pay bill add", "Add one", "src/bills.rs"],
        ["pay ls", "List them.", "src/cli.rs"],
        ["pay pay-due", "Pay what is due.", "src/cli.rs"],
    ]
    assert rows(text, "`pay`") == [["-v, --verbose", "Say more."]]
    assert rows(text, "`pay pay-due`") == [
        ["--account", "String", "", "The account. Required."],
        ["-H, --how", r'"fast" \| "well"', "How::Fast", ""],
        ["FILES", "PathBuf", "", ""],
    ]
    assert rows(text, "`pay bill add`") == [["--cents", "u64", "In cents."], ["NAME", "String", ""]]


AXUM = {
    "main.rs": """\
mod users;
use axum::{routing::{get, post}, Router};
use std::collections::HashMap;

const V1: &str = "/v1";

async fn home() {}
async fn add() {}

fn inner() -> Router {
    let mut router = Router::new();
    router = router.route("/late", get(home));
    router
}

#[tokio::main]
async fn main() {
    let api = Router::new().nest("/users", users::router()).with_state(1).merge(inner());
    let cache: HashMap<&str, u8> = HashMap::new();
    cache.get("/no-route");
    let app = Router::new()
        .route("/", get(home).post(add))
        .layer(2)
        .route("/closed", post(|| async {}))
        .nest(V1, api);
}

#[cfg(test)]
mod tests {
    fn app() -> super::Router {
        super::Router::new().route("/test", super::get(super::home))
    }
}
""",
    "users.rs": """\
use axum::routing::{delete, get};
use axum::Router;

pub async fn list() {}
pub async fn remove() {}

pub fn router() -> Router {
    Router::new().route("/", get(list)).route("/:id", delete(remove).layer(3))
}
""",
}


def test_routes_of_axum(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, AXUM), "Routes") == [
        ["/v1/late", "GET", "home"],
        ["/", "GET", "home"],
        ["/", "POST", "add"],
        ["/closed", "POST", "src/main.rs"],
        ["/v1/users", "GET", "list"],
        ["/v1/users/:id", "DELETE", "remove"],
    ]


ACTIX = {
    "main.rs": """\
mod users;
use actix_web::{get, web, App, HttpServer};

#[get("/health")]
async fn health() {}

#[get("/unserved")]
async fn unserved() {}

async fn home() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .wrap(1)
            .service(health)
            .route("/", web::get().to(home))
            .service(web::scope("/api").configure(users::config).service(web::resource("/x").route(web::put().to(home))))
    })
    .run()
    .await
}
""",
    "users.rs": """\
use actix_web::{delete, web};

#[delete("/{id}")]
pub async fn remove() {}

async fn list() {}

pub fn config(cfg: &mut web::ServiceConfig) {
    cfg.service(web::scope("/users").service(remove).route("", web::get().to(list)));
}
""",
}


def test_routes_of_actix(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, ACTIX), "Routes") == [
        ["/health", "GET", "health"],
        ["/", "GET", "home"],
        ["/api/x", "PUT", "home"],
        ["/api/users/{id}", "DELETE", "remove"],
        ["/api/users", "GET", "list"],
    ]


ROCKET = {
    "main.rs": """\
#[macro_use]
extern crate rocket;

mod users;

#[get("/")]
fn home() {}

#[get("/unmounted")]
fn unmounted() {}

#[launch]
fn rocket() -> _ {
    rocket::build().attach(1).mount("/", routes![home]).mount("/users", routes![users::list, users::add])
}
""",
    "users.rs": """\
#[get("/?<page>")]
pub fn list(page: u8) {}

#[post("/", data = "<user>")]
pub fn add(user: String) {}
""",
}


def test_routes_of_rocket(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, ROCKET), "Routes") == [
        ["/", "GET", "home"],
        ["/users?<page>", "GET", "list"],
        ["/users", "POST", "add"],
    ]
