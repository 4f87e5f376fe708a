"""Errors of the key that the source proves: claims that it denies, by project and version, with the reason."""

from collections.abc import Mapping

from designdoc_tests.references.key import Pair

_DECORATOR = (
    "`codes` defines it as a class method; jedi goes to `builtins.classmethod`, as it does with any enumeration's"
)
_DECLARED = "`NoArgsIsHelpError` declares `ctx: Context` itself; jedi passes over declarations without a value"


def _of_codes(user: str, method: str, path: str = "httpx/_models.py") -> Pair:
    return (path, user), ("httpx/_status_codes.py", f"codes.{method}")


STRUCK_OUT: Mapping[str, Mapping[Pair, str]] = {
    "httpx 0.28.1": {
        **{
            _of_codes(f"Response.{name}", name): _DECORATOR
            for name in (
                "is_client_error",
                "is_error",
                "is_informational",
                "is_redirect",
                "is_server_error",
                "is_success",
            )
        },
        _of_codes("Response.reason_phrase", "get_reason_phrase"): _DECORATOR,
        _of_codes("format_response_headers", "get_reason_phrase", "httpx/_main.py"): _DECORATOR,
    },
    "click 8.5.1": {
        (
            ("click/exceptions.py", "NoArgsIsHelpError.show"),
            ("click/exceptions.py", "NoArgsIsHelpError.ctx"),
        ): _DECLARED,
    },
}
