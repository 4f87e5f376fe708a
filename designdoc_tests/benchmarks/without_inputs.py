"""The graph without the assets of inputs, to be compared with: Dagster loads it from `ui`'s workspace."""

import dagster as dg

from designdoc_assets import definitions


def _without(spec: dg.AssetSpec) -> dg.AssetSpec:
    deps = [dep for dep in spec.deps if not dep.asset_key.to_user_string().endswith("_inputs")]
    return spec.replace_attributes(deps=deps)


_made = [
    each
    for each in definitions.defs.assets or []
    if not isinstance(each, dg.AssetsDefinition) or each.is_materializable
]
defs = dg.Definitions(
    assets=dg.map_asset_specs(_without, _made),  # type: ignore[arg-type] # of what there may be, these are all there is
    jobs=definitions.defs.jobs,
    resources=definitions.defs.resources,
)
