package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * S-17: no statement is put together from what is not written in the source. Read from the sources by the compiler's own parser,
 * because in compiled classes a joined text looks like any other.
 */
class SqlTest {
    private static final Set<String> TAKING_SQL =
            Set.of("sql", "prepareStatement", "prepareCall", "execute", "executeQuery", "executeUpdate", "addBatch");
    /** Each with the reason why it is none. */
    private static final Set<String> KNOWN = Set.of(
            "MigratedDatabase.java: role.take()", // a constant of an enum
            "CustomersToResolve.java: batch.get()", // a batch, to the other method of that name
            "CustomersToResolve.java: List.of(taken)",
            "Aside.java: Errand.carrying(task)", // an errand, to a pool of threads
            // constants of the class, by what is looked for
            "SearchSql.java: straight()",
            "SearchSql.java: walk()",
            "Deliveries.java: statement(filter)",
            "AuditReading.java: statement(filter)",
            // constants of the class, by what the meter counts
            "UsageTotals.java: ASKED + parts(kind, edges, reservedAt != null) + \") parts\"");

    @Test
    @DisplayName("S-17: statements are constants; values are bound")
    void spliceNothing() throws IOException {
        var found = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            files.filter(file -> file.toString().endsWith(".java")
                            && file.toString().contains("/src/main/")
                            && !file.toString().contains("/benchmarks/"))
                    .forEach(file -> found.addAll(spliced(file.getFileName().toString(), source(file))));
        }
        assertThat(found).isSubsetOf(KNOWN);
    }

    @Test
    @DisplayName("S-17: and the test itself sees what is spliced")
    void seesWhatIsSpliced() {
        assertThat(spliced("A.java", "class A { void a(String b) { jdbc.sql(\"select \" + b).update(); } }"))
                .hasSize(1);
        assertThat(spliced("A.java", "class A { void a(String b) { jdbc.sql(\"select %s\".formatted(b)).update(); } }"))
                .hasSize(1);
        assertThat(spliced(
                        "A.java",
                        "class A { void a(String b) { q(\"select 1\"); q(b); } private void q(String s) {"
                                + " jdbc.sql(s); } }"))
                .hasSize(1);
        assertThat(spliced(
                        "A.java",
                        "class A { static final String B = \"\"; void a() { q(B + \"select 1\"); } private"
                                + " void q(String s) { jdbc.sql(s); } }"))
                .isEmpty();
    }

    private static String source(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static List<String> spliced(String name, String source) {
        if (TAKING_SQL.stream().noneMatch(source::contains)) {
            return List.of(); // not even named there
        }
        var file = new SimpleJavaFileObject(java.net.URI.create("mem:///" + name), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(file));
        var found = new ArrayList<String>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                // What a private method passes on is looked at where that method is called.
                var passing = new HashSet<Passing>();
                int before;
                do {
                    before = passing.size();
                    found.clear();
                    new Statements(name, passing, found).scan(unit, null);
                } while (passing.size() > before);
            }
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return found;
    }

    /** A private method that takes a statement, and as which parameter. */
    private record Passing(String method, int parameters, int parameter) {}

    private static final class Statements extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final String file;
        private final Set<Passing> passing;
        private final List<String> found;
        private final Deque<MethodTree> around = new ArrayDeque<>();

        Statements(String file, Set<Passing> passing, List<String> found) {
            this.file = file;
            this.passing = passing;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            around.push(method);
            super.visitMethod(method, null);
            around.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
            String name =
                    switch (call.getMethodSelect()) {
                        case MemberSelectTree member -> member.getIdentifier().toString();
                        case IdentifierTree own -> own.getName().toString();
                        default -> "";
                    };
            List<? extends ExpressionTree> arguments = call.getArguments();
            if (TAKING_SQL.contains(name)
                    && call.getMethodSelect() instanceof MemberSelectTree
                    && !arguments.isEmpty()
                    && (name.equals("sql") || looksLikeText(arguments.getFirst()))) {
                look(arguments.getFirst());
            }
            boolean own = call.getMethodSelect() instanceof IdentifierTree;
            for (int i = 0; own && i < arguments.size(); i++) {
                if (passing.contains(new Passing(name, arguments.size(), i))) {
                    look(arguments.get(i));
                }
            }
            return super.visitMethodInvocation(call, null);
        }

        /** {@code execute} is what others do, too: transactions, threads. */
        private static boolean looksLikeText(ExpressionTree argument) {
            return argument instanceof LiteralTree
                    || argument instanceof BinaryTree
                    || argument instanceof MethodInvocationTree;
        }

        private void look(ExpressionTree statement) {
            if (!isConstant(statement)) {
                found.add(file + ": " + statement);
            }
        }

        private boolean isConstant(ExpressionTree text) {
            return switch (text) {
                case LiteralTree _ -> true;
                case ParenthesizedTree inner -> isConstant(inner.getExpression());
                case BinaryTree joined -> isConstant(joined.getLeftOperand()) && isConstant(joined.getRightOperand());
                case ConditionalExpressionTree either ->
                    isConstant(either.getTrueExpression()) && isConstant(either.getFalseExpression());
                case MemberSelectTree member ->
                    isConstantName(member.getIdentifier().toString());
                case IdentifierTree name -> isConstantName(name.getName().toString()) || isPassedOn(name);
                default -> false;
            };
        }

        private static boolean isConstantName(String name) {
            return name.equals(name.toUpperCase(java.util.Locale.ROOT));
        }

        private boolean isPassedOn(IdentifierTree name) {
            MethodTree method = around.peek();
            if (method == null || !method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                return false;
            }
            for (int i = 0; i < method.getParameters().size(); i++) {
                if (method.getParameters().get(i).getName().equals(name.getName())) {
                    passing.add(new Passing(
                            method.getName().toString(), method.getParameters().size(), i));
                    return true;
                }
            }
            return false;
        }
    }
}
