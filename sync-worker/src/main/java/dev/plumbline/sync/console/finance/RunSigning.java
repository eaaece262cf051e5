package dev.plumbline.sync.console.finance;

import dev.plumbline.sync.period.SignOffController;
import dev.plumbline.sync.period.SignOffController.SignBody;
import dev.plumbline.sync.period.SignOffController.Standing;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One run's report signed on its page: as prepared by one person, and as reviewed by another one. */
@Controller
class RunSigning {
    private final SignOffController signOffs;

    RunSigning(SignOffController signOffs) {
        this.signOffs = signOffs;
    }

    /** What the page says of it, and which form it offers. */
    void show(long run, String contentSha256, Model page) {
        Standing standing = signOffs.standing(run, contentSha256);
        page.addAttribute("signed", standing.signed());
        page.addAttribute("prepared", standing.prepared());
        page.addAttribute(
                "preparedByMe",
                standing.prepared() != null && standing.prepared().mayWithdraw());
    }

    /** @param contentSha256 of the report that the page showed */
    record Sent(@Nullable String reason, @Nullable String contentSha256) {
        SignBody body() {
            return new SignBody(reason == null ? "" : reason, null, contentSha256);
        }
    }

    @PostMapping("/console/runs/{id}/sign-off/prepare")
    String prepare(@PathVariable long id, Sent sent, RedirectAttributes next) {
        return RunActions.act(
                id,
                "prepare",
                sent.reason(),
                () -> signOffs.prepare(id, sent.body()),
                "Signed as prepared: a reviewer signs it next.",
                next);
    }

    @PostMapping("/console/runs/{id}/sign-off")
    String review(@PathVariable long id, Sent sent, RedirectAttributes next) {
        return RunActions.act(
                id,
                "review",
                sent.reason(),
                () -> signOffs.sign(id, sent.body()),
                "Signed. It does not change any more.",
                next);
    }
}
