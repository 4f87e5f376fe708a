"""The names that Java brings along."""

from designdoc_assets.languages.lexicon import Lexicon

_KEYWORDS = """
    abstract assert boolean break byte case catch char class const continue default do double else enum exports
    extends final finally float for goto if implements import instanceof int interface long module native new non-
    sealed open opens package permits private protected provides public record requires return sealed short static
    strictfp super switch synchronized this throw throws to transient transitive try uses var void volatile when
    while with yield true false null
"""
LANG = frozenset(
    """
    Appendable AutoCloseable CharSequence Cloneable Comparable Iterable Readable Runnable Boolean Byte Character
    Class ClassLoader ClassValue Double Enum Float InheritableThreadLocal Integer Long Math Module ModuleLayer
    Number Object Package Process ProcessBuilder ProcessHandle Record Runtime RuntimePermission Short
    StackTraceElement StackWalker StrictMath String StringBuffer StringBuilder System Thread ThreadGroup
    ThreadLocal Throwable Void Deprecated FunctionalInterface Override SafeVarargs SuppressWarnings
    ArithmeticException ArrayIndexOutOfBoundsException ArrayStoreException ClassCastException
    ClassNotFoundException CloneNotSupportedException EnumConstantNotPresentException Exception
    IllegalAccessException IllegalArgumentException IllegalCallerException IllegalMonitorStateException
    IllegalStateException IllegalThreadStateException IndexOutOfBoundsException InstantiationException
    InterruptedException LayerInstantiationException NegativeArraySizeException NoSuchFieldException
    NoSuchMethodException NullPointerException NumberFormatException ReflectiveOperationException RuntimeException
    SecurityException StringIndexOutOfBoundsException TypeNotPresentException UnsupportedOperationException
    MatchException AbstractMethodError AssertionError BootstrapMethodError ClassCircularityError ClassFormatError
    Error ExceptionInInitializerError IllegalAccessError IncompatibleClassChangeError InstantiationError
    InternalError LinkageError NoClassDefFoundError NoSuchFieldError NoSuchMethodError OutOfMemoryError
    StackOverflowError UnknownError UnsatisfiedLinkError UnsupportedClassVersionError VerifyError
    VirtualMachineError
    """.split()  # noqa: SIM905 - eighty names in a list would be eighty lines
)
"""The types of `java.lang`, which need no import."""
_LIBRARY = """
    ArrayList Arrays BigDecimal BigInteger BiFunction Collection Collections Collectors CompletableFuture
    ConcurrentHashMap Consumer Duration ExecutorService File Files Function Future HashMap HashSet IOException
    InputStream Instant Iterator LinkedHashMap LinkedHashSet LinkedList List LocalDate LocalDateTime Locale Map
    Objects Optional OutputStream Path Paths Pattern Predicate Queue Reader Serializable Set Stream Supplier
    TreeMap TreeSet UnaryOperator URI URL UUID Writer ZonedDateTime JDK JRE JVM JAR CLASSPATH JAVA_HOME javac
    javadoc Javadoc JUnit Maven Gradle pom.xml main equals hashCode toString compareTo getClass
"""
_METHODS = """
    add addAll clear close compareTo contains containsKey containsValue entrySet equals forEach get getClass
    getOrDefault hasNext hashCode isEmpty isPresent iterator keySet length map next of orElse orElseThrow put
    putAll remove set size stream sub substring toString trim valueOf values filter collect run call apply accept
    test append
"""
LEXICON = Lexicon(
    keywords=frozenset(_KEYWORDS.split()),
    names=frozenset({*_KEYWORDS.split(), *LANG, *_LIBRARY.split()}),
    methods=frozenset(_METHODS.split()),
    modules=frozenset({"java", "javax", "jdk"}),
    versions=frozenset({"java", "jdk"}),
    defining=("class", "interface", "enum", "record", "void"),
    modifiers=("public", "protected", "private", "static", "final", "abstract", "sealed", "default", "synchronized"),
    binding=("var",),
    comments=("//",),
    fences=frozenset({"java"}),
    suffixes=frozenset({"java", "class", "jar"}),
)
