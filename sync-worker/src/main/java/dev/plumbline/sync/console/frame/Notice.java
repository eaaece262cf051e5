package dev.plumbline.sync.console.frame;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One sentence on the page that comes after a change: what was done. */
public final class Notice {
    private Notice() {}

    public static void done(RedirectAttributes next, String sentence) {
        next.addFlashAttribute("notice", sentence);
    }

    public static void refused(RedirectAttributes next, String sentence) {
        next.addFlashAttribute("refused", sentence);
    }
}
