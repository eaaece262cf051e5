package dev.plumbline.benchmarks.floor;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** No lookup, no rendering, no key: what is left is the server. */
final class SayTheSame extends HttpServlet {
    private final byte[] answer;

    SayTheSame(byte[] answer) {
        this.answer = answer.clone();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }
}
