package dev.plumbline.benchmarks.floor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/**
 * A Tomcat as Spring Boot sets ours up (its own pool of threads, no end to keep-alive), with nothing of ours in it.
 * {@code Floor PORT ANSWER-FILE [JDBC-URL SECRET]}: {@code GET /constant} answers the file; {@code POST /webhooks} keeps a row.
 */
public final class Floor {
    private Floor() {}

    public static void main(String[] arguments) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory(Path.of("."), "tomcat").toString());
        tomcat.setConnector(connector(Integer.parseInt(arguments[0])));
        Context context = tomcat.addContext("", new File(".").getAbsolutePath());
        serve(context, "/constant", new SayTheSame(Files.readAllBytes(Path.of(arguments[1]))));
        if (arguments.length > 2) {
            serve(context, "/webhooks", new KeepOneRow(arguments[2], arguments[3]));
        }
        tomcat.start();
        tomcat.getServer().await();
    }

    private static Connector connector(int port) {
        var connector = new Connector();
        connector.setPort(port);
        var http = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        http.setMaxThreads(700);
        http.setConnectionTimeout(10_000);
        http.setKeepAliveTimeout(30_000);
        http.setMaxKeepAliveRequests(-1);
        return connector;
    }

    private static void serve(Context context, String path, jakarta.servlet.Servlet servlet) {
        Tomcat.addServlet(context, path, servlet);
        context.addServletMappingDecoded(path, path);
    }
}
