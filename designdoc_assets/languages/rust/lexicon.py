"""The names that Rust brings along."""

from designdoc_assets.languages.lexicon import Lexicon

_KEYWORDS = """
    as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut
    pub ref return self Self static struct super trait true type union unsafe use where while macro_rules
"""
_PRIMITIVES_WRITTEN = """
    bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize
"""
PRIMITIVES = frozenset(_PRIMITIVES_WRITTEN.split())
_PRELUDE_WRITTEN = """
    Option Some None Result Ok Err Box String ToString Vec Clone Copy Send Sync Sized Drop Fn FnMut FnOnce Iterator
    IntoIterator Extend DoubleEndedIterator ExactSizeIterator Default AsRef AsMut Into From ToOwned PartialEq Eq
    PartialOrd Ord Debug Hash TryFrom TryInto FromIterator drop Unpin
"""
PRELUDE = frozenset(_PRELUDE_WRITTEN.split())
_MACROS_WRITTEN = """
    assert assert_eq assert_ne cfg column compile_error concat dbg debug_assert debug_assert_eq debug_assert_ne env
    eprint eprintln file format format_args include include_bytes include_str line matches module_path option_env
    panic print println stringify thread_local todo unimplemented unreachable vec write writeln
"""
MACROS = frozenset(_MACROS_WRITTEN.split())
STANDARD = frozenset({"std", "core", "alloc", "proc_macro", "test"})
_LIBRARY = """
    Arc Rc Mutex RwLock RefCell Cell HashMap HashSet BTreeMap BTreeSet VecDeque PathBuf Path OsString OsStr Cow Pin
    Future Duration Instant Error Display Formatter Write Read BufRead Seek Deref Index Ordering PhantomData Cargo cargo
    rustc rustdoc rustfmt clippy main new CARGO_MANIFEST_DIR OUT_DIR
"""
_METHODS = """
    as_ref as_mut clone collect contains expect filter fmt get insert into iter is_empty is_none is_some len map next
    push remove to_string unwrap unwrap_or unwrap_or_else
"""

LEXICON = Lexicon(
    keywords=frozenset(_KEYWORDS.split()),
    names=frozenset({*_KEYWORDS.split(), *PRIMITIVES, *PRELUDE, *MACROS, *_LIBRARY.split()}),
    methods=frozenset(_METHODS.split()),
    modules=STANDARD,
    versions=frozenset({"rust", "edition"}),
    defining=("fn", "struct", "enum", "trait", "type", "const", "static", "mod", "union"),
    modifiers=("pub", "unsafe", "async", "extern"),
    binding=("let", "for"),
    comments=("//",),
    string_prefixes="br",
    fences=frozenset({"rust", "rs"}),
    suffixes=frozenset({"rs", "toml", "lock"}),
)
