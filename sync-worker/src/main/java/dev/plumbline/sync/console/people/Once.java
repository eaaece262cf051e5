package dev.plumbline.sync.console.people;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A secret on its way to the page that comes after a change. It waits in the session, in the memory of this node, and is gone from
 * there with the page: reloading shows it no more, no address and no log ever has it, and browsers are told to keep no page.
 */
final class Once {
    private Once() {}

    /**
     * @param what it is, in words
     */
    record Secret(String what, String text) {
        /** Not by mistake either. */
        @Override
        public String toString() {
            return what;
        }
    }

    static void show(RedirectAttributes next, String what, String secret) {
        next.addFlashAttribute("secret", new Secret(what, secret));
    }
}
