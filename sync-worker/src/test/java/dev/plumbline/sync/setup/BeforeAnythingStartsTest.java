package dev.plumbline.sync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Red when the port is not looked at: the first one found nothing thrown. */
class BeforeAnythingStartsTest {
    @Test
    @DisplayName("A port that another holds is said while there is no bean and no database")
    void refusesAPortThatIsTaken() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(Map.of("server.port", other.getLocalPort(), "server.address", "127.0.0.1")))
                    .isInstanceOfSatisfying(
                            PortInUseException.class,
                            taken -> assertThat(taken.getPort()).isEqualTo(other.getLocalPort()));
        }
    }

    @Test
    @DisplayName("A port that is free stays free for the server, at the address that it is to have")
    void leavesAFreePortFree() throws IOException {
        int free;
        try (var found = new ServerSocket(0)) {
            free = found.getLocalPort();
        }
        start(Map.of("server.port", free, "server.address", "127.0.0.1"));
        assertThatCode(() -> new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close())
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("No port, and whichever is free: nothing is looked at")
    void looksAtNothingWhereNoneIsNamed() {
        assertThatCode(() -> start(Map.of("server.port", 0))).doesNotThrowAnyException();
        assertThatCode(() -> start(Map.of("server.port", -1))).doesNotThrowAnyException();
    }

    private static void start(Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        environment.setConversionService(new ApplicationConversionService());
        try (var context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new BeforeAnythingStarts().initialize(context);
        }
    }
}
