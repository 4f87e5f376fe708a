import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints what Java code uses, as javac resolves it: path and qualified name of the user, and of what is used, by tabs.
 *
 * <p>Paths are read from standard input, and compiled as one program. Of a name that javac does not know, since its
 * library is not there, the path is {@code ?}.
 */
public class JavaReferences {
  public static void main(String[] arguments) throws Exception {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> paths = new ArrayList<>();
      for (String path : new String(System.in.readAllBytes()).split("\n")) {
        if (!path.isEmpty()) {
          paths.add(Path.of(path));
        }
      }
      var options = List.of("-proc:none", "-Xmaxerrs", "100000", "--should-stop=ifError=FLOW");
      var sources = manager.getJavaFileObjectsFromPaths(paths);
      var task = (JavacTask) compiler.getTask(null, manager, problem -> {}, options, null, sources);
      var units = task.parse();
      task.analyze();
      Set<String> lines = new LinkedHashSet<>();
      for (CompilationUnitTree unit : units) {
        new References(Trees.instance(task), unit, lines).scan(unit, null);
      }
      lines.forEach(System.out::println);
    }
  }

  static class References extends TreePathScanner<Void, Void> {
    private final Trees trees;
    private final String path;
    private final Set<String> lines;
    private final Deque<String> names = new ArrayDeque<>();
    /** Whether members here can be named by others: not those of classes without a name, nor what is in code. */
    private boolean areMembers = true;

    References(Trees trees, CompilationUnitTree unit, Set<String> lines) {
      this.trees = trees;
      this.path = pathOf(unit);
      this.lines = lines;
    }

    @Override
    public Void visitImport(ImportTree tree, Void nothing) {
      return null;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      String name = tree.getSimpleName().toString();
      return within(name, !name.isEmpty(), () -> super.visitClass(tree, null));
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      String name = tree.getName().toString();
      String shown = !areMembers ? "" : name.equals("<init>") ? names.peekLast() : name;
      return within(shown, false, () -> super.visitMethod(tree, null));
    }

    @Override
    public Void visitVariable(VariableTree tree, Void nothing) {
      return within("", false, () -> super.visitVariable(tree, null));
    }

    @Override
    public Void visitBlock(BlockTree tree, Void nothing) {
      return within("", false, () -> super.visitBlock(tree, null));
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void nothing) {
      note(trees.getElement(getCurrentPath()), tree.getName().toString());
      return null;
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
      note(trees.getElement(getCurrentPath()), tree.getIdentifier().toString());
      return super.visitMemberSelect(tree, null);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
      note(trees.getElement(getCurrentPath()), tree.getName().toString());
      return super.visitMemberReference(tree, null);
    }

    @Override
    public Void visitNewClass(NewClassTree tree, Void nothing) {
      return super.visitNewClass(tree, null);
    }

    private void note(Element element, String name) {
      if (name.equals("this") || name.equals("super") || name.equals("<init>")) {
        return;
      }
      String user = path + "\t" + String.join(".", names);
      if (element == null || (element instanceof TypeElement && element.asType().getKind() == TypeKind.ERROR)) {
        lines.add(user + "\t?\t" + name);
        return;
      }
      String used = nameOf(element.getKind() == ElementKind.CONSTRUCTOR ? element.getEnclosingElement() : element);
      TreePath declared = used == null ? null : trees.getPath(element);
      if (declared != null && !(pathOf(declared.getCompilationUnit()) + "\t" + used).equals(user)) {
        lines.add(user + "\t" + pathOf(declared.getCompilationUnit()) + "\t" + used);
      }
    }

    private static String nameOf(Element element) {
      Deque<String> found = new ArrayDeque<>();
      for (Element at = element; at != null && at.getKind() != ElementKind.PACKAGE; at = at.getEnclosingElement()) {
        boolean isMember = at.getKind() == ElementKind.METHOD || at.getKind() == ElementKind.FIELD
            || at.getKind() == ElementKind.ENUM_CONSTANT;
        if (!(at instanceof TypeElement) && !(isMember && at == element)) {
          return null;
        }
        if (at.getSimpleName().length() == 0) {
          return null;
        }
        found.addFirst(at.getSimpleName().toString());
      }
      return found.isEmpty() ? null : String.join(".", found);
    }

    private static String pathOf(CompilationUnitTree unit) {
      return Path.of(unit.getSourceFile().toUri()).toString();
    }

    private Void within(String name, boolean areMembersInside, Runnable inner) {
      boolean before = areMembers;
      if (!name.isEmpty()) {
        names.addLast(name);
      }
      areMembers = areMembersInside;
      inner.run();
      areMembers = before;
      if (!name.isEmpty()) {
        names.removeLast();
      }
      return null;
    }
  }
}
