package dev.plumbline;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Keeps what customers pay for and what customers can use in line. */
@SpringBootApplication
public class Plumbline {
    public static void main(String[] args) {
        SpringApplication.run(Plumbline.class, args);
    }
}
