package dev.plumbline.entitlement.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.model.file.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void saysWhichVersionWasEditedAndWhatToDo() {
        var lock = CatalogLock.of(harbor);
        var edited = Catalogs.model(Catalogs.harborText().replace("limit: 200", "limit: 250"));
        assertThat(lock.check(edited)).singleElement().satisfies(breach -> {
            assertThat(breach.ref()).isEqualTo("team@1");
            assertThat(breach.path()).isEqualTo("/plans/team");
            assertThat(breach.isGone()).isFalse();
            assertThat(breach.message()).contains("team@1", "put them back", "new version");
        });
        assertThat(lock.check(harbor)).isEmpty();
    }

    @Test
    void isNotWrittenAnewOverABreach() {
        var lock = CatalogLock.of(harbor);
        var edited = Catalogs.model(Catalogs.harborText().replace("limit: 200", "limit: 250"));
        assertThatThrownBy(() -> lock.published(edited)).hasMessageContaining("team@1");
        assertThat(lock.published(harbor)).isEqualTo(lock);
    }

    @Test
    void catchesAnEditAtItsPlaceInTheFileWithoutADatabase() {
        var lock = CatalogLock.of(harbor);
        var text = Catalogs.harborText();
        assertThat(CatalogFile.readLocked(bytes(text), lock)).isInstanceOf(CatalogFile.Valid.class);
        assertThat(CatalogFile.readLocked(bytes(text.replace("limit: 200", "limit: 250")), lock))
                .asInstanceOf(type(CatalogFile.Invalid.class))
                .extracting(CatalogFile.Invalid::problems, list(Problem.class))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.isFrozen()).isTrue();
                    assertThat(text.lines().toList().get(problem.line() - 1)).contains("version: 1");
                });
    }

    @Test
    void letsADraftBeEditedUntilItIsLocked() {
        var first = CatalogLock.of(Catalogs.model(
                Catalogs.harborText().replace("      - version: 2\n", "      - version: 2\n        # draft\n")));
        var onlyFirst = new CatalogLock(new TreeMap<>(
                Map.of("plan team@1", Objects.requireNonNull(first.hashes().get("plan team@1")))));
        var draft = Catalogs.model(Catalogs.harborText().replace("limit: 300", "limit: 350"));
        assertThat(onlyFirst.check(draft)).isEmpty();
        assertThat(onlyFirst.published(draft).hashes()).containsKey("plan team@2");
    }

    @Test
    void isReadWhateverTheOrderOfItsLinesAndWrittenInOne() {
        var lock = CatalogLock.of(harbor);
        var shuffled = lock.text().lines().sorted((a, b) -> b.compareTo(a)).reduce("", (a, b) -> a + b + "\r\n");
        assertThat(CatalogLock.parse(shuffled)).isEqualTo(lock);
        assertThat(CatalogLock.of(harbor).text()).isEqualTo(lock.text());
        assertThat(lock.text().lines().skip(1)).isSorted();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<<<<<<< ours | merge conflict",
                "plan team@1 sha256:abc | no line of a lock file",
                "plan team@1 | no line of a lock file",
                "plan team@0 sha256:bad6109baf577aefe274212226cb1cda5d7eee7c25b7a03968aefadace87cb88 | no line of a lock file",
                "plan team@1 sha256:0000000000000000000000000000000000000000000000000000000000000000 | two hashes",
            })
    void saysWhereATextIsNoLock(String line, String why) {
        var text = CatalogLock.of(harbor).text() + line + "\n";
        assertThat(CatalogLock.read(text))
                .asInstanceOf(type(CatalogLock.Illegible.class))
                .satisfies(unreadable -> {
                    assertThat(unreadable.line()).isEqualTo(5);
                    assertThat(unreadable.message()).contains(why);
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
