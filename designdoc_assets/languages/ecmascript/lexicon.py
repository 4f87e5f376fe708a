"""The names that the language and its usual places to run bring along."""

from designdoc_assets.languages.lexicon import Lexicon

_KEYWORDS = """
    abstract any as asserts async await boolean break case catch class const constructor continue debugger declare
    default delete do else enum export extends false finally for from function get if implements import in infer
    instanceof interface is keyof let module namespace never new null number object of override package private
    protected public readonly require return satisfies set static string super switch symbol this throw true try type
    typeof undefined unique unknown using var void while with yield bigint global accessor
"""
_GLOBALS = """
    AbortController AbortSignal AggregateError Array ArrayBuffer AsyncGenerator AsyncIterable Atomics BigInt Blob
    Boolean Buffer CustomEvent DOMException DataView Date Document Element Error EvalError Event EventTarget File
    FileReader FormData Function Generator HTMLElement Headers Infinity Intl Iterable Iterator IterableIterator JSON
    Map Math MessageChannel NaN Node Number Object Promise PromiseLike Proxy RangeError ReadableStream ReadonlyArray
    ReadonlyMap ReadonlySet ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer String Symbol
    SyntaxError TextDecoder TextEncoder TypeError URIError URL URLSearchParams Uint8Array WeakMap WeakRef WeakSet
    WebAssembly WebSocket Window WritableStream XMLHttpRequest alert atob btoa clearImmediate clearInterval
    clearTimeout console crypto decodeURI decodeURIComponent document encodeURI encodeURIComponent escape eval fetch
    global globalThis isFinite isNaN localStorage location navigator parseFloat parseInt performance process
    queueMicrotask requestAnimationFrame sessionStorage setImmediate setInterval setTimeout structuredClone window
    Awaited Capitalize ConstructorParameters Exclude Extract InstanceType Lowercase NoInfer NonNullable Omit Parameters
    Partial Pick Readonly Record Required ReturnType ThisType Uncapitalize Uppercase JSX
"""
GLOBALS = frozenset(_GLOBALS.split())
_METHODS = """
    apply bind call catch charAt charCodeAt concat delete endsWith entries every fill filter finally find findIndex
    findLast flat flatMap forEach get has hasOwnProperty includes indexOf join keys lastIndexOf localeCompare log map
    match matchAll padEnd padStart pop push reduce reduceRight replace replaceAll resolve reverse search set shift
    slice some sort splice split startsWith substring test then toFixed toISOString toJSON toLowerCase toString
    toUpperCase trim trimEnd trimStart unshift valueOf values
"""
_STANDARD = """
    assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain
    events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl
    sea sqlite stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib
"""
STANDARD = frozenset(_STANDARD.split())
"""The modules of Node.js, which may be imported without `node:`."""

LEXICON = Lexicon(
    keywords=frozenset(_KEYWORDS.split()),
    names=frozenset({*_KEYWORDS.split(), *GLOBALS, "arguments", "exports", "useState", "useEffect", "NODE_ENV"}),
    methods=frozenset(_METHODS.split()),
    modules=STANDARD | {"node"},
    versions=frozenset({"node", "es", "ecmascript", "typescript"}),
    defining=("class", "interface", "enum", "type", "namespace", "function", "const", "let", "var"),
    modifiers=("export", "default", "declare", "abstract", "async", "const"),
    binding=("const", "let", "var", "function", "of"),
    comments=("//",),
    fences=frozenset({"ts", "typescript", "tsx", "js", "javascript", "jsx", "mjs", "cjs", "mts", "cts"}),
    suffixes=frozenset({"ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "json", "map"}),
)
