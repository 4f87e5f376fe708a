"""Rocket: functions with attributes, below the addresses that they are mounted at."""

import re
from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.rust.frameworks.attribute_routes import HTTP_METHODS, attribute_routes, key_of
from designdoc_assets.languages.rust.frameworks.chains import Chains, joined
from designdoc_assets.languages.starts import Start

_ROUTES = re.compile(r"(?:rocket::)?routes!\s*[\[({](.*)[\])}]", re.DOTALL)


class Rocket(Framework):
    """`#[get("/<id>")] fn bill(id: u32)`, `rocket::build().mount("/bills", routes![bill])`."""

    name = "Rocket"
    calls = frozenset({"mount"})
    annotations = frozenset({*HTTP_METHODS, "route"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses, as far as they are mounted."""
        chains = Chains(code)
        by_attribute = dict(attribute_routes(code, "rocket", further=("rocket",)))
        for chain in chains.all if by_attribute else ():
            for step in chain.steps:
                before = chains.text(chain, step.call.argument(0)) if step.call.simple_name == "mount" else None
                listed = _ROUTES.fullmatch(step.call.argument(1)) if before is not None else None
                for name in re.findall(r"[\w:]+", listed[1]) if listed is not None else ():
                    answers = chains.meaning(chain, name)
                    route = by_attribute.get(key_of(answers))
                    if route is not None and answers is not None:
                        address, mark, query = route.address.partition("?")
                        address = ("" if before != "/" and address == "/" else address) + mark + query
                        yield Start(
                            "route",
                            joined(before or "", address),
                            answers.path,
                            route.line,
                            self.name,
                            answers=answers,
                            methods=route.methods,
                        )


FRAMEWORK = Rocket()
