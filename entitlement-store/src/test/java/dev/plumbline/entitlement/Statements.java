package dev.plumbline.entitlement;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Writes down what a database is asked, so that a test can say how often: a statement for each of many things is a fault. */
public final class Statements extends DelegatingDataSource {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public Statements(DataSource database) {
        super(database);
    }

    /** What was asked meanwhile, one line each. */
    public List<String> during(Runnable work) {
        asked.clear();
        work.run();
        return List.copyOf(new ArrayList<>(asked));
    }

    @Override
    public Connection getConnection() throws SQLException {
        return listening(super.getConnection());
    }

    private Connection listening(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Statements.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        asked.add(((String) arguments[0]).strip().replaceAll("\\s+", " "));
                    } else if (method.getName().equals("unwrap") && arguments[0] == PGConnection.class) {
                        asked.add("copy");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
