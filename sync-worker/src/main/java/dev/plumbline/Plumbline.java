package dev.plumbline;

import dev.plumbline.cli.Cli;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Keeps what customers pay for and what customers can use in line. */
@SpringBootApplication
public class Plumbline {
    /** A command is done without starting the server; {@code run}, {@code demo} or nothing but settings start it. */
    public static void main(String[] args) {
        String first = args.length == 0 ? "" : args[0];
        switch (first) {
            case "run" -> serve(rest(args));
            case "demo" -> {
                String[] settings = Arrays.copyOf(args, args.length);
                settings[0] = "--plumbline.demo=true";
                serve(settings);
            }
            default -> {
                if (Cli.isFor(args)) {
                    Cli.main(args);
                } else {
                    serve(args);
                }
            }
        }
    }

    private static String[] rest(String[] args) {
        return Arrays.copyOfRange(args, 1, args.length);
    }

    private static void serve(String[] settings) {
        SpringApplication.run(Plumbline.class, settings);
    }
}
