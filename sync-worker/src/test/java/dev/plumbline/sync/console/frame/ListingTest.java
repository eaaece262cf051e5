package dev.plumbline.sync.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.http.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class ListingTest {
    @Test
    void keepsTheFilterOnEveryWayOnAndDropsWhatIsEmpty() {
        var request = new MockHttpServletRequest("GET", "/console/inbox");
        request.addParameter("type", "a&b=c \"<");
        request.addParameter("account", "");
        request.addParameter("cursor", "here");
        Listing<String> list = Listing.of(new Page<>(List.of("one"), "there"), request);
        assertThat(list.next()).isEqualTo("/console/inbox?type=a%26b%3Dc+%22%3C&cursor=there");
        assertThat(list.first()).isEqualTo("/console/inbox?type=a%26b%3Dc+%22%3C");
        assertThat(list.csv()).isEqualTo("/console/inbox.csv?type=a%26b%3Dc+%22%3C");
    }

    @Test
    void hasNoWayOnAtTheEnd() {
        Listing<String> list =
                Listing.of(new Page<>(List.of(), null), new MockHttpServletRequest("GET", "/console/audit"));
        assertThat(list.next()).isNull();
        assertThat(list.first()).isNull();
        assertThat(list.csv()).isEqualTo("/console/audit.csv");
    }
}
