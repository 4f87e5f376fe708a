"""The names that Go brings along."""

from designdoc_assets.languages.lexicon import Lexicon

_KEYWORDS = """
    break case chan const continue default defer else fallthrough for func go goto if import interface map package range
    return select struct switch type var
"""
_TYPES = """
    any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint
    uint8 uint16 uint32 uint64 uintptr
"""
_FUNCTIONS = """
    append cap clear close complex copy delete imag len make max min new panic print println real recover
"""
BUILTIN_TYPES = frozenset(_TYPES.split())
BUILTIN_FUNCTIONS = frozenset(_FUNCTIONS.split())
BUILTIN_VALUES = frozenset({"true", "false", "iota", "nil"})
_LIBRARY = """
    Context Reader Writer ReadCloser WriteCloser ReadWriter Closer Seeker Stringer Mutex RWMutex WaitGroup Once Pool
    Buffer Request Response ResponseWriter Handler HandlerFunc Client Duration Time Error Errorf Printf Println Sprintf
    Fprintf GOPATH GOROOT GOOS GOARCH GOMAXPROCS GOFLAGS CGO_ENABLED init main gofmt goroutine goroutines cgo godoc
"""
_METHODS = "Close Read Write String Error Unwrap Is As Lock Unlock RLock RUnlock Add Done Wait Len Less Swap"
_STANDARD = """
    archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar
    flag fmt go hash html image index io iter log maps math mime net os path plugin reflect regexp runtime slices
    sort strconv strings structs sync syscall testing text time unicode unique unsafe weak C
"""

LEXICON = Lexicon(
    keywords=frozenset(_KEYWORDS.split()),
    names=frozenset({*_KEYWORDS.split(), *BUILTIN_TYPES, *BUILTIN_FUNCTIONS, *BUILTIN_VALUES, *_LIBRARY.split()}),
    methods=frozenset(_METHODS.split()),
    modules=frozenset(_STANDARD.split()),
    versions=frozenset({"go", "golang"}),
    defining=("func", "type", "var", "const"),
    binding=("range", "func"),
    comments=("//",),
    fences=frozenset({"go", "golang"}),
    suffixes=frozenset({"go", "mod", "sum", "work"}),
)
