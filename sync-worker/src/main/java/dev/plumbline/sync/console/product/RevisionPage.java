package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.RevisionsController;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.diff.CatalogDiff;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.RevisionHistory.Revision;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One revision: what it changed, in sentences and line by line, and the file as it was published. */
@Controller
class RevisionPage {
    private final RevisionsController revisions;
    private final Models models;

    RevisionPage(RevisionsController revisions, Models models) {
        this.revisions = revisions;
        this.models = models;
    }

    @GetMapping("/console/revisions/{revision}")
    String show(@PathVariable int revision, Model page) {
        List<Revision> found = revisions
                .revisions(2, Cursor.write(Long.toString(revision + 1L)))
                .data();
        if (found.isEmpty() || found.getFirst().revision() != revision) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "REVISION_UNKNOWN", "There is no revision " + revision);
        }
        ModelRevision it = models.at(revision);
        page.addAttribute("revision", found.getFirst());
        page.addAttribute("source", it.source());
        if (found.size() > 1) {
            ModelRevision before = models.at(found.getLast().revision());
            page.addAttribute("before", before.revision());
            page.addAttribute("changes", CatalogDiff.between(before.model(), it.model()));
            page.addAttribute("lines", LineDiff.between(before.source(), it.source()));
        }
        return "revision-page";
    }
}
