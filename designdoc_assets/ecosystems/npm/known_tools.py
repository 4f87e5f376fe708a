"""Well-known packages that are run, or loaded by others, and need not be imported."""

import re

_TOOLS = """
@babel/core @biomejs/biome @changesets/cli @commitlint/cli @commitlint/config-conventional @microsoft/api-extractor
@swc/core @swc/jest autoprefixer ava babel-jest c8 concurrently cross-env cypress dotenv-cli electron-builder esbuild
eslint husky jest jest-environment-jsdom karma lerna lint-staged mocha nodemon npm-run-all npm-run-all2 nx nyc parcel
pm2 postcss prettier rimraf rollup sass semantic-release shx standard stylelint tailwindcss tap terser ts-jest
ts-loader ts-node ts-node-dev tslib tslint tsup tsx turbo typedoc typescript uglify-js vite vitest webpack webpack-cli
webpack-dev-server xo
"""
_FAMILIES = re.compile(
    r"(?:@[\w.-]+/)?(?:eslint-(?:config|plugin|parser|import-resolver)|prettier-(?:config|plugin)|stylelint-config"
    r"|babel-(?:preset|plugin)|postcss|rollup-plugin|vite-plugin|karma|grunt|gulp)(?:-.*)?"
    r"|@babel/(?:preset|plugin)-.*|@typescript-eslint/.*|@rollup/plugin-.*|@vitejs/plugin-.*|@vitest/.*|@semantic-release/.*"
    r"|@commitlint/.*|@tsconfig/.*|.*-loader|.*-webpack-plugin"
)
TOOLS = frozenset(_TOOLS.split())


def is_tool(name: str) -> bool:
    """Tell whether a package is of use without being imported."""
    return name in TOOLS or _FAMILIES.fullmatch(name) is not None
