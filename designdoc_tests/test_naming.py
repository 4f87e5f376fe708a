"""Which names in a model's prose are found not to exist."""

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designdoc_assets.artifacts import naming
from designdoc_assets.artifacts.naming_known import Names

KNOWN = frozenset(
    {
        *("Gateway", "Gateway.send", "Gateway.retry_count", "PaymentGateway", "pay.gateway.Declined", "Policy"),
        *(
            "cents",
            "timeout",
            "order_id",
            "currency",
            "client",
            "session",
            "HTTPTransport",
            "MAX_ATTEMPTS",
            "log_entry",
        ),
        *("src/pay/gateway.py", "src/pay/gateway.py::Gateway", "pypi:requests", "requests", "Ledger", "entries"),
    }
)
FINE = [
    "`Gateway` sends money through `Gateway.send`.",
    "Call `Gateway.send(cents)` with the amount in `cents`.",
    "It calls `Gateway.send(cents, timeout=30)` and `send()`.",
    "Several `Gateways` and many `Gateway`s share one `Policy`; the `Policies` are kept.",
    "PaymentGateways, PaymentGateway's and PaymentGateway-based code.",
    "`pay.gateway.Declined` is raised by `gateway.send`.",
    "The method send() retries, and `send` does so `retry_count` times.",
    "`[entry for entry in entries if entry.cents > 0]`",
    "`lambda amount: amount + cents`",
    "`isinstance(client, Gateway)` decides; `len(entries)` and `None` and `True` are Python's.",
    "`if client is not None and not timeout`",
    '`raise Declined("card_was_declined")`',
    "`self.client.session` is set in `__init__`, shown by `__repr__`, and `__name__` is the module's.",
    "`os.path.join`, `asyncio.run()`, `json.dumps(entries)` and `logging.getLogger(__name__)`.",
    "`dict[str, Any]`, `Optional[Gateway]`, `Callable[..., None]`, `list[int] | None`.",
    "`entries.append(cents)`, `currency.upper()`, `str.join`, `dict.get`.",
    "Run it with `--force`, `-v` or `--limit=3 --dry-run`.",
    "Set `DESIGNDOC_REPO` or `$HOME/bin`, or `FOO=1`; MAX_RETRIES is read from the environment.",
    "The file `src/pay/gateway.py` and its class `src/pay/gateway.py::Gateway`; also `gateway.py:12`.",
    "`pyproject.toml`, `settings.local.yaml`, `.env` and `README.md` are read, as is my_settings.json.",
    "`docs/design/some_page.md` and `/etc/hosts` and `~/.config/tool_name`.",
    "`application/json`, `text/html; charset=utf-8` and `image/svg+xml`.",
    "`https://example.com/some_path?page_size=2`, https://example.org/CamelCasePath and www.some_site.org.",
    "[the docs](https://example.org/some_page) and [more](other_page.md) and <https://a.b/c_d>.",
    "`pip install some_thing`, `git commit -m fix_this`, `python -m some_module`.",
    "`docker run my_image`, `npm run build_all` and `make test_all`.",
    "`$ do_it --now` and `cat some_file | grep other_thing`",
    "`SELECT id FROM some_table WHERE user_name = 1`",
    "`GET /users/{user_id}` and `/orders/<order_uuid>`.",
    "`Content-Type`, `X-Request-ID` and `Retry-After: 30`.",
    "`3.11`, `0x1F`, `10ms`, `1_000`, `v1.2.3` and `2024-01-01`.",
    '`"pending_review"`, `\'some_state\'` and `b"raw_bytes"`.',
    '`f"{cents} cents"`',
    "`*.py`, `**/*.md` and `test_*`.",
    "`user@example.com` or someone_else@example.com.",
    "`%(message)s` and `{some_placeholder}` and `<some_tag>`",
    "`GET`, `POST`, `SIGTERM`, `NULL` and `UTF8`.",
    "`json`, `yaml`, `gzip`, `utf-8`, `stdout` and `localhost`.",
    "It is on GitHub, stores to PostgreSQL or MySQL, speaks GraphQL and OAuth2, and has TypeScript clients.",
    "WebSocket, WebSockets, NumPy, SQLAlchemy, LaTeX, YouTube, PyPI, OpenAPI, macOS, iOS and JavaScript.",
    "APIs, URLs, IDs, PDFs, HTTPS, IPv4, PhD, SaaS, GiB and IoT are no names.",
    "The function(s) and argument(s) (see above).",
    "_really important_ and __very__ and *so* on; 2_000 and x86_64 and en_US.",
    "Names are in snake_case, classes in CamelCase or PascalCase.",
    "Done.Then more; e.g. this, i.e. that.",
    '"some_value" is what it returns.',
    "A single ` backtick and ``` three.",
    "``Gateway`` with two ticks, and `` `cents` `` inside.",
    "```python\ngateway = Gateway()\nresult = gateway.send(cents)\nfor line in result: print(line)\n```",
    "```\n>>> x_value = Gateway()\n>>> x_value.send(cents)\nSome_output here\n```",
    "```bash\nexport SOME=1\nrun_it --now other_thing\n```",
    '```json\n{"some_key": "some_value", "otherKey": 1}\n```',
    "```mermaid\ngraph TD\n  some_node --> OtherNode\n```",
    "`PaymentGateway/HTTPTransport` and PaymentGateway/HTTPTransport.",
    "`Gateway.MAX_ATTEMPTS` is three.",
    "`@property` and `@dataclass(frozen=True)`",
    "`order\\_id` is not judged, order\\_id is known.",
    "`except Declined as error: return error`",
    "`async with session as opened: await opened.send(cents)`",
    "`*args` and `**kwargs`, `x`, `n + 1` and `T`.",
    "`.send()` is how it ends.",
    "`cents / 100` and `cents // 2`",
    "`-> Gateway`",
    "RFC 9110, `rfc3986` and PEP 8.",
    "The exceptions of ItsDangerous; ItsDangerous's own, in LogCabinet and HTTPWorld.",
]
FOUND = [
    ("`Gateway.refund` gives it back.", ["Gateway.refund"]),
    ("`Gateway.refund()` gives it back.", ["Gateway.refund"]),
    ("`Gateway.send(cents, reason)` takes a reason.", ["reason"]),
    ("`Gateway.send(cents, retries=3)`", ["retries"]),
    ("`amount` is given in cents.", ["amount"]),
    ("`RefundGateway` is a subclass.", ["RefundGateway"]),
    ("It uses RefundGateway() to do so.", ["RefundGateway"]),
    ("It uses RefundGateway.send to do so.", ["RefundGateway.send"]),
    ("Calls refund() at the end.", ["refund"]),
    ("Calls refund(), then `send()`.", ["refund"]),
    ("Then refund_all goes through.", ["refund_all"]),
    ("(see refund_all)", ["refund_all"]),
    ("It is **refund_all** and *refund_more*.", ["refund_all", "refund_more"]),
    ("gateway.refund() is called.", ["gateway.refund"]),
    ("`pay.refunds.Gateway`", ["pay.refunds.Gateway"]),
    ("`pay.gateway.Rejected` is raised.", ["pay.gateway.Rejected"]),
    ('`raise Rejected("no")`', ["Rejected"]),
    ("`client.charge(cents).confirm()`", ["client.charge", "confirm"]),
    ("`entries[0].balance`", ["balance"]),
    ("`def refund(self, cents)`", ["refund"]),
    ("`async def refund(self)`", ["refund"]),
    ("`class Refund(Gateway)`", ["Refund"]),
    ("`import refunds`", ["refunds"]),
    ("`x + refund_total`", ["refund_total"]),
    ("`if refunded and cents`", ["refunded"]),
    ("`Gateway.update()` changes it.", ["Gateway.update"]),
    ("`Gateway.__enter__` opens it.", ["Gateway.__enter__"]),
    ("`src/pay/refund.py` holds it.", ["src/pay/refund.py"]),
    ("`refund.py` holds it, and so does src/pay/other.py.", ["refund.py", "src/pay/other.py"]),
    ("`src/pay/gateway.py::Refund`", ["Refund"]),
    ("`refund` and `refund` and `Gateway` and `more`.", ["refund", "more"]),
    ("more_first, then `second`, then thirdThing.", ["more_first", "second", "thirdThing"]),
    ("``refund``", ["refund"]),
    ("`Gateway`'s `refund`s", ["refund"]),
    ("```python\nGateway().refund(cents)\n```", ["refund"]),
    ("```\nGateway.refund(cents)\n```", ["Gateway.refund"]),
    ("```python\nfrom pay.gateway import Refund\n```", ["Refund"]),
    ("```pycon\n>>> Gateway.refund(cents)\nOther_thing\n```", ["Gateway.refund"]),
    ("`f(refund, 'send_all')`", ["refund"]),
    ("`HTTPRefundError` is raised.", ["HTTPRefundError"]),
    ("getRefund and sendAll are called.", ["getRefund", "sendAll"]),
    ("refund\\_all is called.", ["refund_all"]),
    ("`PaymentGateway.refund` and PaymentGateway.repay.", ["PaymentGateway.refund", "PaymentGateway.repay"]),
    ("- `refund`\n- `repay`\n\n| `table_cell` |\n", ["refund", "repay", "table_cell"]),
    ("`Gateway.GiveBack`", ["Gateway.GiveBack"]),
    ("[`RefundGateway`](page.md)", ["RefundGateway"]),
]


def unknown_names(text: str, known: Collection[str] = KNOWN, languages: Collection[str] = ("python",)) -> list[str]:
    return naming.unknown_names(text, [Names.of(known)], languages)


@pytest.mark.parametrize("text", FINE)
def test_what_exists_or_is_no_name_is_not_reported(text: str) -> None:
    assert unknown_names(text) == []


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_a_name_that_does_not_exist_is_reported(text: str, names: list[str]) -> None:
    assert unknown_names(text) == names


@pytest.mark.parametrize(
    "name",
    ["isinstance", "__init__", "os.path", "lru_cache", "kwargs", "async", "compare_digest", "ThreadingHTTPServer"],
)
def test_what_a_language_brings_along_is_known_where_the_target_is_written_in_it(name: str) -> None:
    assert unknown_names(f"`{name}`", KNOWN, ["python"]) == []
    assert unknown_names(f"`{name}`", KNOWN, []) == [name]


def test_paths_are_not_judged_where_none_is_known() -> None:
    assert unknown_names("`src/pay/refund.py` and `refund.py`", {"Gateway"}) == []


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.text("`~_.aA(\"'-/\\<[{ \n#", max_size=200)))
def test_any_text_is_judged_the_same_way_twice(text: str) -> None:
    assert unknown_names(text) == unknown_names(text)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "`",
            "` ",
            "`a",
            "``a`",
            "_",
            "_a",
            "a_",
            "a.",
            "a-",
            "aA",
            "Aa",
            "A",
            "(",
            "()",
            "a()",
            "[",
            "](",
            "](a",
            "<",
            "<a",
        ),
        *(
            '"',
            "'",
            '`"',
            "`'''",
            "```\n",
            "~~~",
            "\\",
            "/",
            "a/",
            "./",
            "$",
            "{",
            "{a",
            "%(",
            "#",
            "-",
            " -a",
            "@",
            "a@",
        ),
        *("x=", "x, ", "for a", "\n\n", "- ", "1.", "lambda a,", "`x y` "),
    ],
)
def test_long_hostile_text_ends(piece: str) -> None:
    for text in (piece * (50_000 // len(piece)), f"`{piece.replace('`', '') * (50_000 // len(piece))}`"):
        unknown_names(text)
        unknown_names(f"```python\n{text}\n```")
