package dev.plumbline.sync.simulation;

import dev.plumbline.sync.simulation.Hazards.Blow;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections to a real PostgreSQL on which the seed decides: before any statement others may get a turn, and any statement or
 * commit may fail as it does in production. The database's clock shows the simulation's time. For one thread.
 */
final class HostileDataSource extends AbstractDataSource {
    private final String url;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Connection toTheClock;
    private Hazards hazards;
    private SimulatedClock clock;
    private @Nullable Instant shown;

    HostileDataSource(String url, Hazards hazards, SimulatedClock clock) {
        // Whoever has a turn inside another's transaction cannot wait for it: a lock that is held is not to be had.
        this.url = url + (url.contains("?") ? "&" : "?")
                + "user=postgres&currentSchema=public,simulated,pg_catalog&prepareThreshold=2"
                + "&options=-c%20lock_timeout=5ms%20-c%20synchronous_commit=off%20-c%20jit=off";
        this.hazards = hazards;
        this.clock = clock;
        try {
            this.toTheClock = DriverManager.getConnection(this.url);
            try (Statement statement = toTheClock.createStatement()) {
                // Found before PostgreSQL's own, because the search path says so; column defaults are bound to it, too.
                statement.execute("create schema simulated");
                statement.execute("create sequence simulated.time");
                statement.execute("""
                        create function simulated.clock_timestamp() returns timestamptz language sql volatile as
                        $$ select 'epoch'::timestamptz + last_value * interval '1 microsecond' from simulated.time $$
                        """);
                // Time stands still while a statement runs, so this one is the same; stable, as PostgreSQL's own is.
                statement.execute("""
                        create function simulated.statement_timestamp() returns timestamptz language sql stable as
                        $$ select 'epoch'::timestamptz + last_value * interval '1 microsecond' from simulated.time $$
                        """);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** For another history. */
    void under(Hazards nextHazards, SimulatedClock nextClock) {
        hazards = nextHazards;
        clock = nextClock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = idle.poll();
        return proxy(Connection.class, new OverConnection(real == null ? DriverManager.getConnection(url) : real));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
        toTheClock.close();
    }

    private void showTime() throws SQLException {
        Instant now = clock.instant();
        if (!now.equals(shown)) {
            try (PreparedStatement set = toTheClock.prepareStatement("select setval('simulated.time', ?)")) {
                set.setLong(1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
                set.execute();
            }
            shown = now;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }

    private final class OverConnection implements InvocationHandler {
        private final Connection real;
        private boolean returned;

        OverConnection(Connection real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "close" -> {
                    giveBack();
                    yield null;
                }
                case "isClosed" -> returned || real.isClosed();
                case "commit" -> {
                    commit();
                    yield null;
                }
                case "prepareStatement" -> {
                    var statement = (PreparedStatement) Objects.requireNonNull(call(real, method, arguments));
                    String sql = arguments == null ? "" : String.valueOf(arguments[0]);
                    yield proxy(PreparedStatement.class, new OverStatement(this, statement, sql));
                }
                case "createStatement" ->
                    proxy(
                            Statement.class,
                            new OverStatement(
                                    this, (Statement) Objects.requireNonNull(call(real, method, arguments)), ""));
                default -> call(real, method, arguments);
            };
        }

        private void giveBack() throws SQLException {
            if (!returned) {
                returned = true;
                if (!real.isClosed()) {
                    if (!real.getAutoCommit()) {
                        real.rollback();
                        real.setAutoCommit(true);
                    }
                    idle.push(real);
                }
            }
        }

        private void commit() throws SQLException {
            Blow blow = hazards.strikeCommit();
            if (blow == null || blow.isAfter()) {
                real.commit();
            }
            if (blow != null) {
                fail(blow);
            }
        }

        void fail(Blow blow) throws SQLException {
            if (blow.kills() || blow == Blow.LOST || blow == Blow.LOST_AFTER) {
                // A server finds out by itself that somebody is gone, and lets go of the locks: when, no seed says.
                if (!real.getAutoCommit()) {
                    real.rollback();
                }
                real.close();
            }
            if (blow.kills()) {
                throw new Killed();
            }
            throw new SQLException("simulated: " + blow, blow.sqlState);
        }
    }

    private final class OverStatement implements InvocationHandler {
        private final OverConnection connection;
        private final Statement real;
        private final String prepared;

        OverStatement(OverConnection connection, Statement real, String prepared) {
            this.connection = connection;
            this.real = real;
            this.prepared = prepared;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            if (!method.getName().startsWith("execute")) {
                return call(real, method, arguments);
            }
            String sql = arguments == null || arguments.length == 0 ? prepared : String.valueOf(arguments[0]);
            boolean writes = writes(sql.toLowerCase(Locale.ROOT));
            boolean alone = connection.real.getAutoCommit();
            Blow blow = hazards.strikeStatement(writes, !alone, sql.contains("for update"));
            if (blow == null && alone && writes) {
                blow = hazards.strikeCommit();
            }
            if (blow != null && !blow.isAfter()) {
                connection.fail(blow);
            }
            showTime();
            Object result = call(real, method, arguments);
            if (blow != null) {
                connection.fail(blow);
            }
            return result;
        }

        private static boolean writes(String sql) {
            return sql.contains("insert into ") || sql.contains("update ") || sql.contains("delete from ");
        }
    }
}
