"""The whole addresses of what routers serve, where they are mounted on each other in many ways."""

from collections.abc import Iterator

from designdoc_assets.languages.mounting import whole_addresses

LAYERS, WIDTH = 12, 4


def test_ways_that_multiply_with_every_layer_are_not_all_gone() -> None:
    asked = 0

    def above(router: tuple[int, int], address: str) -> Iterator[tuple[tuple[int, int] | None, str]]:
        nonlocal asked
        asked += 1
        layer, _ = router
        for other in range(WIDTH):
            yield (None if layer == 0 else (layer - 1, other)), f"/{layer}{other}{address}"

    found = whole_addresses((LAYERS - 1, 0), "/x", above)
    assert len(found) == 8
    assert all(address.startswith("/0") and address.endswith("/x") for address in found)
    assert asked <= LAYERS * WIDTH * 8


def test_routers_that_are_all_mounted_on_each_other_and_nowhere_else_are_served_nowhere() -> None:
    asked = 0

    def above(router: int, address: str) -> Iterator[tuple[int | None, str]]:
        nonlocal asked
        asked += 1
        for other in range(12):
            yield other, f"/{other}{address}"

    assert whole_addresses(0, "/x", above) == []
    assert asked <= 12 * 8
