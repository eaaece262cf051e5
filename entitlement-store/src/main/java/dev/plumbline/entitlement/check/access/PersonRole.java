package dev.plumbline.entitlement.check.access;

import static dev.plumbline.entitlement.check.access.Right.APPROVE;
import static dev.plumbline.entitlement.check.access.Right.ASK;
import static dev.plumbline.entitlement.check.access.Right.AUDIT;
import static dev.plumbline.entitlement.check.access.Right.BREAKS;
import static dev.plumbline.entitlement.check.access.Right.CHECK;
import static dev.plumbline.entitlement.check.access.Right.CUSTOMERS;
import static dev.plumbline.entitlement.check.access.Right.DEAL;
import static dev.plumbline.entitlement.check.access.Right.OPERATE;
import static dev.plumbline.entitlement.check.access.Right.OVERRIDE;
import static dev.plumbline.entitlement.check.access.Right.OVERRIDE_MORE;
import static dev.plumbline.entitlement.check.access.Right.PREPARE;
import static dev.plumbline.entitlement.check.access.Right.PUBLISH;
import static dev.plumbline.entitlement.check.access.Right.READ;
import static dev.plumbline.entitlement.check.access.Right.RECONCILE;
import static dev.plumbline.entitlement.check.access.Right.RELEASE;
import static dev.plumbline.entitlement.check.access.Right.REPLAY;
import static dev.plumbline.entitlement.check.access.Right.REVIEW;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The one table of who may do what: the roles that people have, and the rights of each (S-8). What is not in it is refused. */
public enum PersonRole {
    VIEWER("reads"),
    SUPPORT("helps one customer at a time, within a cap"),
    PRODUCT("keeps the model: plans, promotions, deals"),
    FINANCE_PREPARER("runs reconciliations, works on breaks, prepares the period"),
    FINANCE_REVIEWER("signs what others prepared, lets a HOLD go"),
    OPERATOR("keeps it running: replays, jobs, accounts"),
    ADMIN("may do everything, and says who may do what");

    private final String says;

    PersonRole(String says) {
        this.says = says;
    }

    public Set<Right> rights() {
        return switch (this) {
            case VIEWER -> EnumSet.of(CHECK, READ);
            case SUPPORT -> reading(CUSTOMERS, OVERRIDE, BREAKS, ASK);
            case PRODUCT -> reading(CUSTOMERS, OVERRIDE, OVERRIDE_MORE, DEAL, PUBLISH, ASK, APPROVE);
            case FINANCE_PREPARER -> reading(RECONCILE, BREAKS, PREPARE, Right.FINANCE, AUDIT, ASK);
            case FINANCE_REVIEWER -> reading(RELEASE, BREAKS, REVIEW, Right.FINANCE, AUDIT, ASK, APPROVE);
            case OPERATOR -> reading(CUSTOMERS, RECONCILE, REPLAY, OPERATE, AUDIT, ASK);
            case ADMIN -> EnumSet.allOf(Right.class);
        };
    }

    private static Set<Right> reading(Right... more) {
        Set<Right> rights = EnumSet.copyOf(Arrays.asList(more));
        rights.addAll(VIEWER.rights());
        return rights;
    }

    /** The name in the API, in the configuration and in the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String says() {
        return says;
    }

    public boolean may(Right right) {
        return right == Right.OPEN || rights().contains(right);
    }

    /** Environment variables have no dashes: both forms are read. */
    public static Optional<PersonRole> of(String key) {
        String plain = plain(key.toLowerCase(Locale.ROOT));
        return Arrays.stream(values())
                .filter(role -> plain(role.key()).equals(plain))
                .findFirst();
    }

    private static String plain(String key) {
        return key.replace("-", "").replace("_", "");
    }
}
