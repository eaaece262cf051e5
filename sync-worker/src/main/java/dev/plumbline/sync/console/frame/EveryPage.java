package dev.plumbline.sync.console.frame;

import jakarta.servlet.http.HttpServletRequest;
import java.beans.PropertyEditorSupport;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page is given, and how what a browser sends is read. */
@ControllerAdvice(basePackages = "dev.plumbline.sync.console")
class EveryPage {
    private final Permissions permissions;
    private final InstantSource business;

    EveryPage(Permissions permissions, InstantSource businessClock) {
        this.permissions = permissions;
        this.business = businessClock;
    }

    @ModelAttribute
    void around(HttpServletRequest request, Model page) {
        page.addAttribute("frame", new Frame(request, permissions));
        page.addAttribute("words", new Words(business.instant()));
    }

    /** A browser sends every field of a form: one that is left empty was not filled in. */
    @InitBinder
    void read(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(@Nullable String text) {
                boolean empty = text == null || text.isEmpty();
                setValue(empty ? null : Filled.LEFT_EMPTY.equals(text) ? "" : text);
            }
        });
        binder.registerCustomEditor(Instant.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(@Nullable String text) {
                setValue(Moments.read(text));
            }
        });
    }
}
