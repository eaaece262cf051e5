package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.console.operate.BatchJobs.Execution;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Batch jobs and their steps. A reconciliation is gone on with on its own page, by the same right. */
@Controller
class JobsPages {
    private static final int LONGEST = 100;
    private static final List<String> STATUS =
            List.of("STARTING", "STARTED", "STOPPING", "STOPPED", "FAILED", "COMPLETED", "ABANDONED", "UNKNOWN");
    private static final Export.Table<Execution> TABLE = new Export.Table<>(
            "jobs",
            List.of("execution", "job", "status", "parameters", "startedAt", "endedAt", "steps", "done", "failure"),
            one -> new @Nullable Object[] {
                one.id(),
                one.job(),
                one.status(),
                one.parameters(),
                one.startedAt(),
                one.endedAt(),
                one.steps(),
                one.done(),
                one.failure()
            });

    private final BatchJobs jobs;
    private final Export export;

    JobsPages(BatchJobs jobs, Export export) {
        this.jobs = jobs;
        this.export = export;
    }

    @GetMapping("/console/jobs")
    String list(
            @RequestParam(required = false) @Nullable String job,
            @RequestParam(required = false) @Nullable String status,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("job", job);
        page.addAttribute("status", status);
        page.addAttribute("states", STATUS);
        page.addAttribute("list", Listing.of(find(job, status), request));
        return "jobs";
    }

    @GetMapping("/console/jobs.csv")
    void csv(
            @RequestParam(required = false) @Nullable String job,
            @RequestParam(required = false) @Nullable String status,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, find(job, status), request, response);
    }

    private Pages<Execution> find(@Nullable String job, @Nullable String status) {
        if (job != null && (job.length() > LONGEST || job.indexOf('\0') >= 0)) {
            throw Refusal.ofParameter("job", "It has at most " + LONGEST + " characters, and no zero");
        }
        if (status != null && !STATUS.contains(status)) {
            throw Refusal.ofParameter("status", "It is one of " + STATUS);
        }
        return (limit, cursor) -> Page.of(
                jobs.list(job, status, Cursor.readNumber(cursor, Long.MAX_VALUE), limit + 1),
                limit,
                Function.identity(),
                one -> Long.toString(one.id()));
    }

    @GetMapping("/console/jobs/{id}")
    String one(@PathVariable long id, Model page) {
        page.addAttribute(
                "job",
                jobs.find(id)
                        .orElseThrow(() -> Refusal.of(
                                HttpStatus.NOT_FOUND, "JOB_UNKNOWN", "Batch has noted nothing under " + id)));
        page.addAttribute("steps", jobs.steps(id));
        return "job-page";
    }
}
