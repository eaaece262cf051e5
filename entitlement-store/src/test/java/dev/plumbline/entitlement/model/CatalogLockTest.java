package dev.plumbline.entitlement.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.file.Catalogs;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CatalogLockTest {
    private final Model harbor = Catalogs.harbor();

    @Test
    void comesBackFromItsText() {
        var lock = CatalogLock.of(harbor);
        assertThat(CatalogLock.parse(lock.text())).isEqualTo(lock);
        assertThat(lock.hashes()).containsOnlyKeys("plan team@1", "plan team@2", "addOn extra_invoices@1");
        assertThat(CatalogLock.parse("team@1 no hash here at all")).isNull();
    }

    /** Lock files are kept for years: if this fails, every one of them breaks. */
    @Test
    void neverChangesItsHashes() {
        assertThat(CatalogLock.of(harbor).hashes())
                .containsEntry("plan team@1", "sha256:bad6109baf577aefe274212226cb1cda5d7eee7c25b7a03968aefadace87cb88")
                .containsEntry("plan team@2", "sha256:b25094094e275060bf786ea494d753b85b249ddc12a388df498c78f50b92de4b")
                .containsEntry(
                        "addOn extra_invoices@1",
                        "sha256:ad58995be0fc4aa623ecd7beb4d763e432fd783505088acb4f0a5b7d2ebb8b41");
    }

    @Test
    void namesWhatWasChangedOrLost() {
        var small = Catalogs.aModel("seats: { type: quantity }", """
                team: { versions: [ { version: 1, grants: { seats: 5 }, billing: { stripe: [ { price: p } ] } } ] }
                """);
        var changed = Catalogs.aModel("seats: { type: quantity }", """
                team: { versions: [ { version: 1, grants: { seats: 6 }, billing: { stripe: [ { price: p } ] } } ] }
                """);
        assertThat(changed.frozenChanges(small)).containsExactly("team@1");
        assertThat(small.frozenChanges(small)).isEmpty();
        assertThat(small.frozenChanges(harbor)).containsExactlyInAnyOrder("extra_invoices@1", "team@1", "team@2");
    }

    @Test
    void letsNewVersionsBe() {
        var before = CatalogLock.of(Catalogs.aModel("seats: { type: quantity }", """
                team: { versions: [ { version: 1, grants: { seats: 5 }, billing: { stripe: [ { price: p } ] } } ] }
                """));
        var after = CatalogLock.of(Catalogs.aModel("seats: { type: quantity }", """
                team: { versions: [
                  { version: 1, grants: { seats: { limit: 5.0 } }, billing: { stripe: [ { price: p } ] } },
                  { version: 2, sellable: { from: 2027-01-01 }, grants: { seats: 6 }, billing: { stripe: [ { price: p } ] } } ] }
                """));
        assertThat(before.brokenBy(after)).isEmpty();
        assertThat(Objects.requireNonNull(CatalogLock.parse(before.text())).brokenBy(after))
                .isEmpty();
    }
}
