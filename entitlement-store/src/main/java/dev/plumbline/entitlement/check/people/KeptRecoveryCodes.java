package dev.plumbline.entitlement.check.people;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Codes for the day on which a device is lost, as they are kept: by their hash, each good for one time. */
@Repository
class KeptRecoveryCodes {
    private final JdbcClient jdbc;

    KeptRecoveryCodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** New ones in the place of all there were. */
    List<String> renew(UUID person) {
        forget(person);
        List<String> codes = RecoveryCodes.made();
        codes.forEach(one -> jdbc.sql("insert into person_recovery (person_id, hash) values (:person, :hash)")
                .param("person", person)
                .param("hash", RecoveryCodes.hash(one))
                .update());
        return codes;
    }

    /** Whether it is one of theirs; from now on it is not any more. */
    boolean use(UUID person, String code) {
        return jdbc.sql("""
                                update person_recovery set used_at = clock_timestamp()
                                where person_id = :person and hash = :hash and used_at is null
                                """)
                        .param("person", person)
                        .param("hash", RecoveryCodes.hash(code))
                        .update()
                == 1;
    }

    void forget(UUID person) {
        jdbc.sql("delete from person_recovery where person_id = :person")
                .param("person", person)
                .update();
    }
}
