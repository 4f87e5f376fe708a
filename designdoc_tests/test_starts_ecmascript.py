"""Where users of programs in TypeScript and JavaScript start, on SYSTEM_DESIGN: routes, commands, jobs."""

from collections.abc import Mapping
from pathlib import Path

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.test_starts import rows


def system_design(folder: Path, files: Mapping[str, str], manifest: str = '{"name": "shop"}') -> str:
    """Return SYSTEM_DESIGN of a target with these files."""
    repo = make_repo(folder / "shop", {"package.json": manifest, **files})
    run = document(repo, writer="static")
    assert run.success, run.failure
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()


EXPRESS = {
    "app.js": """\
const express = require("express");
const admin = require("./admin");
const { Holder } = require("./holder");
const app = express();
const cache = new Map();
app.use("/users", require("./users"));
app.use(["/a", "/b"], require("./ab").router);
app.use("/made", makeRouter({ deep: true }));
app.use(prefix, require("./alone"));
const BASE = "/base";
app.use(BASE, admin);
app.use(`/${tenant}`, check, admin);
app.use(check, admin);
function check(req, res, next) {}
function makeRouter() {
  const router = express.Router({ mergeParams: true });
  router.get("/x", show);
  return router;
}
/** Shows it. */
function show(req, res) {}
app.route("/books").get(show).post((req, res) => {});
app.get(["/p", `/q/${version}`], check, [first, wrap(show)]);
app.get("setting");
cache.get("/no", show);
new Map().get("/no", show);
function other(app) { app.get("/no", show); }
module.exports = app;
""",
    "users.js": """\
const { Router } = require("express");
const router = Router();
router.delete("/:id", (req, res) => {});
module.exports = router;
""",
    "ab.js": 'exports.router = require("express").Router();\nexports.router.get("/:id", (req, res) => {});\n',
    "admin.js": 'const router = require("express").Router();\nrouter.get("/", f);\nmodule.exports = router;\n',
    "alone.js": 'const router = require("express").Router();\nrouter.get("/no", f);\nmodule.exports = router;\n',
    "holder.js": """\
const express = require("express");
class Holder {
  /** @returns {Holder} The one. */
  static one() { return Holder.known; }
  constructor() { this.app = express(); this.app.get("/in", this.answer); }
  answer() {}
}
module.exports = { Holder };
""",
    "held.js": """\
const { Holder } = require("./holder");
const holder = Holder.one();
const app = holder.app;
app.get("/held", (req, res) => {});
""",
    "typed.ts": """\
import type { Application } from "express";
export function addTo(app: Application) { app.get("/typed", answer); }
function answer() {}
""",
}


def test_routes_of_express(tmp_path: Path) -> None:
    text = system_design(tmp_path, EXPRESS)
    assert rows(text, "Routes") == [
        ["/a/:id", "GET", "ab.js"],
        ["/b/:id", "GET", "ab.js"],
        ["/", "GET", "admin.js"],
        ["/base", "GET", "admin.js"],
        ["/{tenant}", "GET", "admin.js"],
        ["/made/x", "GET", "show"],
        ["/books", "GET", "show"],
        ["/books", "POST", "app.js"],
        ["/p", "GET", "show"],
        ["/q/{version}", "GET", "show"],
        ["/held", "GET", "held.js"],
        ["/in", "GET", "Holder.answer"],
        ["/typed", "GET", "answer"],
        ["/users/:id", "DELETE", "users.js"],
    ]


KOA_AND_OTHERS = {
    "k.js": """\
const Koa = require("koa");
const Router = require("@koa/router");
const users = require("./ku");
const app = new Koa();
const router = new Router({ prefix: "/v1" });
router.get("list", "/list", check, list);
router.use("/users", users.routes(), users.allowedMethods());
app.use(router.routes()).use(router.allowedMethods());
const cache = new Map();
cache.get("/no", 1);
function list(ctx) {}
""",
    "ku.js": """\
const Router = require("@koa/router");
const r = new Router();
r.del("/:id", f);
module.exports = r;
""",
    "h.ts": """\
import { Hono } from "hono";
const books = new Hono().get("/", (c) => c.text("x")).post("/", add);
const app = new Hono().basePath("/api");
app.route("/books", books);
app.get("/z", (c) => cache.get("/no", 1));
app.route("/more", new Hono().get("/in", add));
function add() {}
""",
    "f.ts": """\
import Fastify from "fastify";
import { users } from "./plugins";
const fastify = Fastify({ logger: true });
fastify.get("/", async (request, reply) => { request.headers.get("/no", 1); });
fastify.register(users, { prefix: "/users" });
fastify.register(require("./two"), { prefix: "/two" });
fastify.register(async (fastify) => {
  fastify.get("/in", show);
  fastify.register(users, { prefix: "/again" });
}, { prefix: "/inline" });
fastify.register(users, { prefix });
fastify.register(other, options);
fastify.route({ method: ["GET", "HEAD"], url: "/r", handler: show });
function show() {}
""",
    "plugins.ts": """\
import type { FastifyInstance } from "fastify";
export async function users(app: FastifyInstance) { app.get("/:id", { schema }, one); }
export async function lonely(app: FastifyInstance) { app.get("/no", one); }
function one() {}
""",
    "two.js": 'module.exports = async function (instance, options) { instance.post("/x", options.h); };\n',
}


def test_routes_of_koa_hono_and_fastify(tmp_path: Path) -> None:
    text = system_design(tmp_path, KOA_AND_OTHERS)
    assert rows(text, "Routes") == [
        ["/", "GET", "f.ts"],
        ["/inline/in", "GET", "show"],
        ["/r", "GET, HEAD", "show"],
        ["/api/books", "GET", "h.ts"],
        ["/api/books", "POST", "add"],
        ["/api/z", "GET", "h.ts"],
        ["/api/more/in", "GET", "add"],
        ["/v1/list", "GET", "list"],
        ["/v1/users/:id", "DELETE", "ku.js"],
        ["/inline/again/:id", "GET", "one"],
        ["/users/:id", "GET", "one"],
        ["{prefix}/:id", "GET", "one"],
        ["/two/x", "POST", "two.js"],
    ]


NEST_AND_NEXT = {
    "cats.ts": """\
import { Controller, Get, Post } from "@nestjs/common";
import { MessagePattern } from "@nestjs/microservices";
import { Cron } from "@nestjs/schedule";
import { Processor } from "@nestjs/bullmq";

/** Cats. */
@Controller("cats")
export class Cats {
  @Get() all() {}
  @Get(":id") @Header("a", "b") async one(@Param("id") id: string) {}
  @Post(["a", "b"]) make() {}
  @Get(PATH) computed() {}
  /** Adds up. */
  @MessagePattern("sum") sum() {}
  /** Cleans. */
  @Cron("0 * * * *") clean() {}
}

@Processor("mails")
export class Mails {}

export class NoController { @Get("no") no() {} }
""",
    "mine.ts": 'import { Controller, Get } from "./own";\n@Controller("no") export class X { @Get("no") no() {} }\n',
    "main.ts": """\
import { NestFactory } from "@nestjs/core";
async function start() {
  const app = await NestFactory.create(Module);
  app.setGlobalPrefix("api");
}
""",
    "web/app/api/users/[id]/route.ts": """\
import { NextResponse } from "next/server";
export async function GET(request) {}
export const POST = wrap(() => 1);
const PUT = () => 1;
export function helper() {}
""",
    "web/app/(shop)/x/route.ts": 'export { handler as DELETE } from "./handler";\n',
    "web/app/(shop)/x/handler.ts": "export function handler() {}\n",
    "web/app/_no/route.ts": "export function GET() {}\n",
    "web/pages/api/hello/index.ts": "export default function hello(req, res) {}\n",
    "web/pages/about.tsx": "export default function About() {}\n",
    "plain/app/route.ts": "export function GET() {}\n",
    "jobs.js": """\
const cron = require("node-cron");
const { Worker } = require("bullmq");
const Bull = require("bull");
cron.schedule("* * * * *", tidy);
cron.schedule(when, tidy);
new Worker("mails", async (job) => {});
new Thread("no", tidy);
const videos = new Bull("videos");
videos.process(tidy);
other.process(tidy);
/** Tidies up. */
function tidy() {}
""",
}


def test_decorators_files_and_jobs(tmp_path: Path) -> None:
    text = system_design(tmp_path, NEST_AND_NEXT)
    assert rows(text, "Routes") == [
        ["/api/cats", "GET", "Cats.all"],
        ["/api/cats/:id", "GET", "Cats.one"],
        ["/api/cats/a", "POST", "Cats.make"],
        ["/api/cats/b", "POST", "Cats.make"],
        ["/x", "DELETE", "handler"],
        ["/api/users/[id]", "GET", "GET"],
        ["/api/users/[id]", "POST", "POST"],
        ["/api/hello", "", "hello"],
    ]
    assert rows(text, "Schedules") == [
        ["clean", "0 * * * *", "Cleans.", "Cats.clean"],
        ["tidy", "* * * * *", "Tidies up.", "tidy"],
    ]
    assert rows(text, "Consumers") == [
        ["sum", "Adds up.", "Cats.sum"],
        ["mails", "", "Mails"],
        ["mails", "", "jobs.js"],
        ["videos", "Tidies up.", "tidy"],
    ]


COMMANDER = {
    "cli.js": """\
#!/usr/bin/env node
const { Command, Option, program } = require("commander");
const users = require("./users");
program.name("shop").description("Sells.").option("-v, --verbose", "say " + "more").version("1");
program
  .command("run <file> [more files...]")
  .alias("r")
  .description("Runs it")
  .option("-p, --port <n>", "Port", "80")
  .option("-n <n>", "Number", parseInt, 3)
  .addOption(new Option("-s, --size <x>", "Size").choices(["a", "b"]).default("a"))
  .addOption(new Option("--secret").hideHelp())
  .action(run);
program.command("install [name]", "install a thing").command("search", "search for it");
program.command("hid", { hidden: true }).action(run);
const db = program.command("db").description("Data");
db.command("up").action(async () => {});
db.addCommand(new Command("down").description("Goes down").argument("<to>", "where").action(() => run()));
program.addCommand(users.makeUsers());
/** Runs. */
function run(file, options) {}
const other = new Other();
other.command("no").action(run);
const lost = new Command("lost").action(run);
program.parse();
""",
    "users.js": """\
const { Command } = require("commander");
function makeUsers() {
  const users = new Command("users");
  users.command("add").requiredOption("--name <n>").action(add);
  return users;
}
/** Adds one. */
function add() {}
module.exports = { makeUsers };
""",
    "two.ts": """\
#!/usr/bin/env node
import { Command } from "commander";
import { addBuild } from "./build";
const program = new Command("second").version("1");
addBuild(program);
program.parse(process.argv);
""",
    "build.ts": """\
import type { Command } from "commander";
export function addBuild(program: Command) { program.command("build").option("-w", "watch").action(build); }
/** Builds. */
async function build() {}
""",
}


def test_commands_of_commander(tmp_path: Path) -> None:
    text = system_design(tmp_path, COMMANDER, '{"name": "shop", "bin": {"shop": "./cli.js", "two": "./two.ts"}}')
    assert rows(text, "Commands") == [
        ["shop", "Sells.", "cli.js"],
        ["shop db down", "Goes down", "run"],
        ["shop db up", "", "cli.js"],
        ["shop install", "install a thing", "cli.js"],
        ["shop run", "Runs it", "run"],
        ["shop search", "search for it", "cli.js"],
        ["shop users add", "Adds one.", "add"],
        ["two build", "Builds.", "build"],
    ]
    assert rows(text, "`shop run`") == [
        ["<file>", "", "", ""],
        ["[more files...]", "", "", ""],
        ["-p, --port <n>", "", '"80"', "Port"],
        ["-n <n>", "", "3", "Number"],
        ["-s, --size <x>", r'"a" \| "b"', '"a"', "Size"],
    ]
    assert rows(text, "`shop users add`") == [["--name <n>", "Required."]]


YARGS = {
    "cli.js": """\
#!/usr/bin/env node
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import * as init from "./init.js";
yargs(hideBin(process.argv))
  .command("serve [port]", "Starts", (yargs) => yargs
    .positional("port", { describe: "To bind", default: 5000 })
    .option("open", { alias: "o", type: "boolean" }), (argv) => serve(argv.port))
  .command({ command: ["list", "ls"], desc: "Lists", builder: { all: { demandOption: true } }, handler: list })
  .command(init)
  .command("hid", false, () => {}, list)
  .command("remote <action>", "Remotes", remote)
  .option("verbose", { alias: "v", type: "boolean", description: "Say more" })
  .demandCommand(1)
  .parse();
function remote(args) { return args.command("add <name>", "Adds", () => {}, list).option("force", {}); }
function list(argv) {}
function serve(port) {}
const other = { command() {} };
other.command("no", "No", list);
""",
    "init.js": """\
export const command = "init [dir]";
export const describe = "Makes it";
export const builder = { dir: { default: "." } };
export const handler = (argv) => {};
""",
    "old.js": """\
#!/usr/bin/env node
require("yargs").command("$0 <file>", "Reads it", (args) => { args.option("deep", {}); }, run).argv;
function run() {}
""",
}


def test_commands_of_yargs(tmp_path: Path) -> None:
    text = system_design(tmp_path, YARGS, '{"name": "shop", "bin": {"shop": "./cli.js", "old": "./old.js"}}')
    assert rows(text, "Commands") == [
        ["old", "Reads it", "run"],
        ["shop", "", "cli.js"],
        ["shop init", "Makes it", "handler"],
        ["shop list", "Lists", "list"],
        ["shop remote", "Remotes", "cli.js"],
        ["shop remote add", "Adds", "list"],
        ["shop serve", "Starts", "serve"],
    ]
    assert rows(text, "`shop serve`") == [["[port]", "5000", "To bind"], ["-o, --open", "", ""]]
    assert rows(text, "`shop init`") == [["[dir]", '"."']]
    assert rows(text, "`shop list`") == [["--all", "Required."]]
