package dev.plumbline.sync.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.sync.support.RunningPlumbline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Seen in ChaosIT: Spring Batch asked once, while it was set up, which database it is; the database had just crashed, the pool had no
 * connection to give within four seconds, and the node ended. Without {@code databaseType} in {@code BatchSetup} this test names it.
 */
class AskedWhileStartingTest {
    /** What listens to that finds a node that is ready, and says so if it fails. */
    private static final String READY = "SpringApplicationRunListeners.ready";

    private final long starting = Thread.currentThread().threadId();
    private final List<String> impatient = new CopyOnWriteArrayList<>();
    private volatile boolean started;

    @Test
    @DisplayName("F-18 F-19 a start asks its database for nothing that it does not ask for again while that is away")
    void asksWithPatienceOnly() {
        try (var node = RunningPlumbline.start(options -> options.changed(new Watching()))) {
            started = true;
            assertThat(node.bean("mainDatabase", HikariDataSource.class)).isInstanceOf(Watched.class);
        }
        assertThat(impatient).isEmpty();
    }

    private class Watching implements BeanPostProcessor {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            if (!(bean instanceof HikariDataSource pool)) {
                return bean;
            }
            var same = new HikariConfig();
            pool.copyStateTo(same);
            pool.close();
            return new Watched(same);
        }
    }

    private class Watched extends HikariDataSource {
        Watched(HikariConfig config) {
            super(config);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (Thread.currentThread().threadId() == starting && !started) {
                List<String> way = StackWalker.getInstance()
                        .walk(frames -> frames.map(frame -> frame.getClassName() + "." + frame.getMethodName())
                                .toList());
                if (way.stream()
                        .noneMatch(frame -> frame.startsWith(PatientStart.class.getName()) || frame.endsWith(READY))) {
                    impatient.add(String.join("\n", way));
                }
            }
            return super.getConnection();
        }
    }
}
