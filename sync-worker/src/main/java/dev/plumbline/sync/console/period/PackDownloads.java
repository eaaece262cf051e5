package dev.plumbline.sync.console.period;

import dev.plumbline.sync.period.PackController;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The API's files for whoever is logged in: a session opens no route of the API. */
@Controller
class PackDownloads {
    private final PackController packs;

    PackDownloads(PackController packs) {
        this.packs = packs;
    }

    @GetMapping("/console/periods/{period}/pack.json")
    void json(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        packs.json(period, version, response);
    }

    @GetMapping("/console/periods/{period}/pack.csv")
    void csv(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable String section,
            HttpServletResponse response)
            throws IOException {
        packs.csv(period, version, section, response);
    }

    @GetMapping("/console/periods/{period}/pack.zip")
    void zip(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        packs.zip(period, version, response);
    }

    @GetMapping("/console/periods/{period}/pack.xlsx")
    void xlsx(
            @PathVariable String period,
            @RequestParam(required = false) @Nullable Integer version,
            HttpServletResponse response)
            throws IOException {
        packs.xlsx(period, version, response);
    }
}
