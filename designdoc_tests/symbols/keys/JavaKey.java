import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints the symbols of Java files as javac's own parser finds them: path, kind and qualified name, by tabs.
 *
 * <p>Paths are read from standard input. A file that javac refuses is printed with the kind {@code unjudged}.
 */
public class JavaKey {
  public static void main(String[] arguments) throws Exception {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      for (String path : new String(System.in.readAllBytes()).split("\n")) {
        if (path.isEmpty()) {
          continue;
        }
        var problems = new DiagnosticCollector<JavaFileObject>();
        var sources = manager.getJavaFileObjects(Path.of(path));
        var task = (JavacTask) compiler.getTask(null, manager, problems, null, null, sources);
        var units = task.parse();
        if (problems.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR)) {
          System.out.println(path + "\tunjudged\t");
          continue;
        }
        for (CompilationUnitTree unit : units) {
          new Symbols(path).scan(unit, Place.MEMBERS);
        }
      }
    }
  }

  /** Where something stands. */
  enum Place {
    /** In a type with a name, or outside of all. */
    MEMBERS,
    /** In a class without a name, whose members no other code can name. */
    UNNAMED,
    /** In code. */
    CODE
  }

  static class Symbols extends TreeScanner<Void, Place> {
    private final String path;
    private final Deque<String> names = new ArrayDeque<>();

    Symbols(String path) {
      this.path = path;
    }

    @Override
    public Void visitClass(ClassTree tree, Place place) {
      String name = tree.getSimpleName().toString();
      if (name.isEmpty()) {
        return super.visitClass(tree, Place.UNNAMED);
      }
      return within("type", name, () -> super.visitClass(tree, Place.MEMBERS));
    }

    @Override
    public Void visitMethod(MethodTree tree, Place place) {
      if (place != Place.MEMBERS) {
        return super.visitMethod(tree, Place.CODE);
      }
      String name = tree.getName().toString();
      boolean makes = name.equals("<init>");
      return within("function", makes ? last() : name, () -> super.visitMethod(tree, Place.CODE));
    }

    @Override
    public Void visitVariable(VariableTree tree, Place place) {
      if (place != Place.MEMBERS) {
        return super.visitVariable(tree, place);
      }
      return within("value", tree.getName().toString(), () -> super.visitVariable(tree, Place.CODE));
    }

    @Override
    public Void visitBlock(BlockTree tree, Place place) {
      return super.visitBlock(tree, Place.CODE);
    }

    private String last() {
      return names.peekLast();
    }

    private Void within(String kind, String name, Runnable inner) {
      names.addLast(name);
      System.out.println(path + "\t" + kind + "\t" + String.join(".", names));
      inner.run();
      names.removeLast();
      return null;
    }
  }
}
