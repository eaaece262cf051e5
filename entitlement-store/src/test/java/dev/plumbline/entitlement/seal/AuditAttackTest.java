package dev.plumbline.entitlement.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.seal.Flaw.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** F-78 and S-13: what the owner of the database can do to the audit is found, and the first bad row is named. */
class AuditAttackTest {
    @TempDir
    Path folder;

    private SealedAudit audit;
    private SealedAudit.Node node;

    @BeforeEach
    void writeAndSeal() {
        audit = new SealedAudit(folder.resolve("audit.anchor"));
        node = audit.node();
        audit.write(20);
        assertThat(node.verify()).isEqualTo(new Verified(20, 0, 0, 20, null));
    }

    @AfterEach
    void close() {
        audit.close();
    }

    private void finds(Kind kind, long row, long position) {
        Flaw flaw = Objects.requireNonNull(node.verify().flaw());
        assertThat(flaw.kind()).as(flaw.detail()).isEqualTo(kind);
        assertThat(flaw.row()).isEqualTo(row);
        assertThat(flaw.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recorded = recorded + interval '1 microsecond'",
                "actor = 'bob'",
                "action = 'customer.created'",
                "object_kind = 'link'",
                "object_ref = 'c8'",
                "customer_key = null",
                "customer_key = ''",
                "reason = ''",
                "link = ''",
                "before = null",
                "after = '{\"n\": 8}'",
                "cause = '{}'",
                // The same letters, cut elsewhere.
                "action = action || left(object_kind, 1), object_kind = substr(object_kind, 2)"
            })
    @DisplayName("F-78: a row that was edited, in whichever column, is the first bad one")
    void findsAnEdit(String edit) {
        audit.attack("update audit set " + edit + " where id = 7");
        finds(Kind.ROW_CHANGED, 7, 7);
    }

    @Test
    @DisplayName("F-78: a row deleted in the middle, with or without its seal")
    void findsADeletion() {
        audit.attack("delete from audit where id = 7");
        finds(Kind.ROW_DELETED, 7, 7);
        audit.attack("delete from audit_seal where audit_id = 7");
        finds(Kind.SEAL_DELETED, 8, 7);
        audit.attack("update audit_seal set position = position - 1 where position > 7");
        finds(Kind.ROW_CHANGED, 8, 7);
    }

    @Test
    @DisplayName("F-78: two rows swapped, or two places")
    void findsASwap() {
        audit.attack("""
                update audit a set reason = b.reason, object_ref = b.object_ref, customer_key = b.customer_key, after = b.after,
                       recorded = b.recorded
                from audit b where (a.id, b.id) in ((7, 12), (12, 7))""");
        finds(Kind.ROW_CHANGED, 7, 7);
    }

    @Test
    @DisplayName("F-78: two places swapped")
    void findsSwappedPlaces() {
        audit.attack(
                "update audit_seal set audit_id = -audit_id where audit_id in (7, 12)",
                "update audit_seal set audit_id = case audit_id when -7 then 12 else 7 end where audit_id < 0");
        finds(Kind.ROW_CHANGED, 12, 7);
    }

    @Test
    @DisplayName("F-78: a forged row, in the middle with a seal, or beside the chain")
    void findsAForgery() {
        audit.attack("""
                insert into audit (id, actor, action, object_kind, object_ref, reason) overriding system value
                values (1000, 'eve', 'override.ended', 'override', 'o1', 'forged')""");
        finds(Kind.ROW_NEVER_SEALED, 1_000, 0);
        audit.attack(
                "insert into audit_seal select 21, 1000, key_id, sha256(hash) from audit_seal where position = 20");
        finds(Kind.ROW_CHANGED, 1_000, 21);
    }

    @Test
    @DisplayName("F-78: a row removed before it was sealed")
    void findsARowRemovedBeforeItsSeal() {
        audit.write(1);
        audit.attack("delete from audit where id = 21");
        finds(Kind.ROW_DELETED, 21, 0);
    }

    @Test
    @DisplayName("F-78: the tail cut off shows by the anchor outside, also when new rows were sealed in its place")
    void findsACutTail() {
        node.anchor.note();
        audit.attack("delete from audit_seal where position > 15", "delete from audit where id > 15");
        finds(Kind.ANCHOR_DIFFERS, 20, 20);
        audit.write(30);
        node.chain.sealAll();
        finds(Kind.ANCHOR_DIFFERS, 20, 20);
        node = audit.node(); // and after a restart
        finds(Kind.ANCHOR_DIFFERS, 20, 20);
    }

    @Test
    @DisplayName("F-78: without an anchor a cut tail cannot be seen; that is what the anchor is for")
    void cannotSeeACutTailWithoutAnAnchor() throws IOException {
        Files.delete(folder.resolve("audit.anchor"));
        audit.attack("delete from audit_seal where position > 15", "delete from audit where id > 15");
        assertThat(node.verify().valid()).isTrue();
    }

    @Test
    @DisplayName("F-78: a chain computed anew without the key does not hold, nor one that pretends there was none")
    void cannotBeWrittenAnewWithoutTheKey() {
        try (var forger = new SealedAudit(null)) {
            forger.write(20);
            var theirs = forger.node("another key, which the attacker made up");
            theirs.chain.sealAll();
            assertThat(theirs.verify().valid()).isTrue();
        }
        audit.attack("delete from audit_seal", "insert into audit_to_seal select id from audit");
        audit.node("another key, which the attacker made up").chain.sealAll();
        finds(Kind.KEY_UNKNOWN, 1, 1);

        audit.attack("delete from audit_seal", "insert into audit_to_seal select id from audit");
        audit.node("").chain.sealAll();
        assertThat(node.verify().flaw()).extracting(Flaw::kind).isEqualTo(Kind.ANCHOR_DIFFERS);
    }

    @Test
    @DisplayName("F-78: eight writers and four that seal at once: one chain, no fork, no gap, nothing left out")
    void staysOneChainUnderConcurrency() throws Exception {
        var writing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            var sealers = new ArrayList<Callable<@Nullable Void>>();
            for (int i = 0; i < 4; i++) {
                var one = audit.node();
                sealers.add(() -> {
                    while (writing.get()) {
                        one.chain.sealAll();
                    }
                    return null;
                });
            }
            var sealing = sealers.stream().map(threads::submit).toList();
            var writers = new ArrayList<Callable<@Nullable Void>>();
            for (int i = 0; i < 8; i++) {
                writers.add(() -> {
                    for (int n = 0; n < 100; n++) {
                        audit.write(1);
                    }
                    return null;
                });
            }
            for (var written : threads.invokeAll(writers)) {
                written.get();
            }
            assertThat(audit.node().verify().valid()).as("while others seal").isTrue();
            writing.set(false);
            for (var sealed : sealing) {
                sealed.get();
            }
        }
        assertThat(node.verify()).isEqualTo(new Verified(820, 0, 2, 820, null));
        assertThat(audit.count("select count(distinct audit_id) from audit_seal"))
                .isEqualTo(820);
        assertThat(audit.count("select max(position) from audit_seal")).isEqualTo(820);
    }

    @Test
    @DisplayName("S-13: a row is sealed once its transaction is over, however late; none is skipped")
    void skipsNobodyWhoCommitsLate() {
        audit.transactions.executeWithoutResult(_ -> {
            audit.write(1); // id 21, not committed
            try (ExecutorService other = Executors.newSingleThreadExecutor()) {
                other.execute(() -> {
                    audit.write(1);
                    node.chain.sealAll();
                });
            }
        });
        assertThat(audit.count("select audit_id from audit_seal where position = 21"))
                .isEqualTo(22);
        assertThat(node.verify().rows()).isEqualTo(22);
        assertThat(audit.count("select audit_id from audit_seal where position = 22"))
                .isEqualTo(21);
    }

    @Test
    @DisplayName("S-13: a new key goes on where the old one ended; without the old one nothing can be said")
    void rotatesItsKey() {
        String newKey = "the next key of the tests, as long as it";
        var rotated = audit.node(newKey, SealedAudit.KEY);
        audit.write(5);
        assertThat(rotated.verify().rows()).isEqualTo(25);
        assertThat(audit.count("select count(distinct key_id) from audit_seal")).isEqualTo(2);
        Flaw flaw = audit.node(newKey).verify().flaw();
        assertThat(flaw).isNotNull().extracting(Flaw::kind).isEqualTo(Kind.KEY_UNKNOWN);
    }

    @Test
    @DisplayName("S-13: a node without a key does not go on with a chain that has one")
    void doesNotWeakenAChain() {
        var keyless = audit.node("");
        audit.write(5);
        keyless.chain.sealAll();
        assertThat(audit.count("select count(*) from audit_to_seal")).isEqualTo(5);
        assertThat(node.verify().rows()).isEqualTo(25);
    }

    @Test
    @DisplayName("S-13: without any key the chain still shows accidents, and says how many rows prove less")
    void worksWithoutAKey() {
        try (var plain = new SealedAudit(null)) {
            plain.write(3);
            var keyless = plain.node("");
            assertThat(keyless.verify()).isEqualTo(new Verified(3, 3, 0, 3, null));
            plain.attack("update audit set reason = 'x' where id = 2");
            assertThat(keyless.verify().flaw()).extracting(Flaw::row).isEqualTo(2L);
        }
    }

    @Test
    @DisplayName("S-13: a short key is refused; a key file is made once, for its owner alone, and is the same for all")
    void takesGoodKeysOnly() throws IOException {
        assertThatThrownBy(() -> audit.node("short")).isInstanceOf(WeakSealKey.class);
        Path file = folder.resolve("fresh").resolve("audit.key");
        SealKey first = new SealKeys("", file, List.of()).current();
        assertThat(new SealKeys("", file, List.of()).current().id()).isEqualTo(first.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> made = Files.list(folder.resolve("fresh"))) {
            assertThat(made).containsExactly(file);
        }
    }

    @Test
    @DisplayName("S-13: half a line in the anchor, after a crash, costs that line only")
    void survivesHalfALine() throws IOException {
        Path file = folder.resolve("audit.anchor");
        Files.writeString(file, Files.readString(file) + "1 21 21 k");
        audit.write(1);
        assertThat(node.verify().valid()).isTrue();
        audit.write(1);
        Verified found = node.verify();
        assertThat(found.valid()).isTrue();
        assertThat(found.anchors()).isEqualTo(2);
    }

    @Test
    @DisplayName("S-13: not even the owner changes it by mistake")
    void refusesChanges() {
        for (String statement : List.of(
                "update audit set reason = 'x' where id = 1",
                "delete from audit where id = 1",
                "truncate audit",
                "update audit_seal set key_id = 'x'",
                "delete from audit_seal",
                "truncate audit_seal")) {
            assertThatThrownBy(() -> audit.sql.sql(statement).update())
                    .as(statement)
                    .hasRootCauseInstanceOf(PSQLException.class)
                    .rootCause()
                    .hasMessageContaining("is append-only");
        }
    }
}
