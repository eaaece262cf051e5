package dev.plumbline.sync.reconcile.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.UsageMeters;
import dev.plumbline.connectors.UsageMeters.Formula;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MeterMatchTest {
    private static final Model MODEL = ((CatalogFile.Valid) CatalogFile.read("""
                    format: 1
                    catalog: { key: metered, name: Metered, owner: a@b.example, currency: EUR }
                    meters:
                      issued:  { event: invoice.issued, aggregate: count }
                      bytes:   { event: file.stored, aggregate: sum, value: $.bytes }
                      files:   { event: file.stored, aggregate: count }
                      in:      { event: traffic, aggregate: sum, value: $.in }
                      out:     { event: traffic, aggregate: sum, value: $.out }
                      seen:    { event: user.seen, aggregate: unique, value: $.user }
                    features:
                      a: { name: A, type: metered, meter: issued, unit: invoice }
                      b: { name: B, type: metered, meter: bytes, unit: byte }
                      c: { name: C, type: metered, meter: files, unit: file }
                      d: { name: D, type: metered, meter: in, unit: byte }
                      e: { name: E, type: metered, meter: out, unit: byte }
                      f: { name: F, type: metered, meter: seen, unit: user }
                    plans: {}
                    """)).model();

    private static MeterMatch of(String event, Formula formula) {
        return MeterMatch.of(new UsageMeters.Meter("mtr_1", event, formula, true), MODEL);
    }

    private static MeterMatch to(String meter) {
        return new MeterMatch.To(Objects.requireNonNull(MODEL.meters().get(meter)));
    }

    @Test
    @DisplayName(
            "USAGE_GAP: the same events counted in the same way; a sum of ones is a count; what nobody can tell apart is left")
    void matchesWhatCountsTheSame() {
        assertThat(of("invoice.issued", Formula.COUNT)).isEqualTo(to("issued"));
        assertThat(of("invoice.issued", Formula.SUM)).isEqualTo(to("issued"));
        assertThat(of("file.stored", Formula.SUM)).isEqualTo(to("bytes"));
        assertThat(of("file.stored", Formula.COUNT)).isEqualTo(to("files"));
        assertThat(of("file.stored", Formula.LAST)).isEqualTo(new MeterMatch.Not(NotCompared.NO_METER_OF_OURS));
        assertThat(of("file.stored", Formula.UNKNOWN)).isEqualTo(new MeterMatch.Not(NotCompared.NO_METER_OF_OURS));
        assertThat(of("traffic", Formula.SUM)).isEqualTo(new MeterMatch.Not(NotCompared.SEVERAL_METERS));
        assertThat(of("user.seen", Formula.COUNT)).isEqualTo(new MeterMatch.Not(NotCompared.NO_METER_OF_OURS));
        assertThat(of("nobody.counts", Formula.SUM)).isEqualTo(new MeterMatch.Not(NotCompared.NO_METER_OF_OURS));
    }
}
