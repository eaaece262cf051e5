package dev.plumbline.benchmarks.floor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least an honest receiver does: check the signature over the raw bytes and commit one row before it answers. Nothing is
 * read from the event but its id; nobody is marked to be looked at.
 */
final class KeepOneRow extends HttpServlet {
    /** As many as ours has. */
    private static final int POOL = 20;

    private static final String INSERT =
            "insert into kept (event_id, payload) values (?, ?) on conflict (event_id) do nothing";

    private final transient HikariDataSource database;
    private final SecretKeySpec secret;

    KeepOneRow(String url, String secret) throws SQLException {
        this.secret = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL);
        config.addDataSourceProperty("prepareThreshold", "2");
        database = new HikariDataSource(config);
        createTable();
    }

    /** Compressed as ours is, with lz4 where PostgreSQL has it: the default costs more and would flatter us. */
    private void createTable() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table kept (
                        event_id    text primary key,
                        received_at timestamptz not null default clock_timestamp(),
                        payload     bytea not null
                    )
                    """);
            statement.execute("""
                    do $$
                    begin
                        alter table kept alter column payload set compression lz4;
                    exception
                        when feature_not_supported or invalid_parameter_value then null;
                    end
                    $$
                    """);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        byte[] body = request.getInputStream().readAllBytes();
        try {
            if (!isSigned(body, request.getHeader("Stripe-Signature"))) {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                return;
            }
            keep(idOf(body), body);
        } catch (GeneralSecurityException | SQLException failure) {
            throw new ServletException(failure);
        }
    }

    private boolean isSigned(byte[] body, String header) throws GeneralSecurityException {
        int comma = header.indexOf(",v1=");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(secret);
        mac.update((header.substring(2, comma) + ".").getBytes(US_ASCII));
        return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(header, comma + 4, comma + 68));
    }

    private static String idOf(byte[] body) {
        String text = new String(body, ISO_8859_1);
        int from = text.indexOf("\"evt_") + 1;
        return text.substring(from, text.indexOf('"', from));
    }

    private void keep(String id, byte[] body) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setBytes(2, body);
            insert.executeUpdate();
        }
    }
}
