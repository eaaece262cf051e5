package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.resolve.Timeline;

/**
 * A timeline as SQL sees it: {@code {"feature": [{"from","until","granted","type","limit",…}]}}. The beginning and the end
 * of time are left out, like everything that is null. Equal timelines give equal text: its hash tells whether an answer
 * changed.
 */
final class TimelineJson {
    private TimelineJson() {}

    static String write(Timeline timeline) {
        return new TimelineText().of(timeline);
    }

    static Timeline read(String text) {
        return new TimelineTree().of(StoredJson.MAPPER.readTree(text));
    }
}
