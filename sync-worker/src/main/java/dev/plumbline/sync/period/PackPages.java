package dev.plumbline.sync.period;

import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Shown;
import dev.plumbline.sync.sheet.StoredLine;
import java.time.YearMonth;
import java.util.List;
import org.springframework.stereotype.Component;

/** Parts of a pack for people to read on a page: the same lines as in its files, and of the long ones the first. */
@Component
public class PackPages {
    /** Nobody reads more of them on a page; the files have all. */
    private static final int MOST = 25;

    private static final List<Shape> SHOWN = List.of(
            PackPart.ROLL_FORWARD,
            PackPart.AGEING,
            PackPart.MATERIAL,
            PackPart.PROMOTIONS,
            PackPart.CONTROL_TOTALS,
            PackPart.RUNS,
            PackPart.SUMMARY);
    private static final List<Shape> LONG = List.of(PackPart.MATERIAL, PackPart.PROMOTIONS);

    private final Packs packs;

    PackPages(Packs packs) {
        this.packs = packs;
    }

    /** By their keys; none while there is no pack, and of an older one those that it has. */
    public List<Shown> of(PeriodView period) {
        PeriodView.PackHead pack = period.pack();
        return pack == null
                ? List.of()
                : SHOWN.stream()
                        .filter(PackPart.of(pack.format()).all()::contains)
                        .map(part -> shown(YearMonth.parse(period.period()), pack.version(), part))
                        .toList();
    }

    private Shown shown(YearMonth month, int version, Shape part) {
        int atMost = LONG.contains(part) ? MOST : StoredLine.PAGE;
        return Shown.of(part, packs.first(month, version, part, atMost + 1), atMost);
    }
}
