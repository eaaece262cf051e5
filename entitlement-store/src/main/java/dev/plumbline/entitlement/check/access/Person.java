package dev.plumbline.entitlement.check.access;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who logs in.
 *
 * @param login by which they and the audit know them
 * @param name for others to read
 */
public record Person(UUID id, String login, String name, Set<PersonRole> roles) {
    public Person {
        roles = Set.copyOf(roles);
    }

    public Set<Right> rights() {
        var rights = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if (roles.stream().anyMatch(role -> role.may(right))) {
                rights.add(right);
            }
        }
        return rights;
    }

    /** How four-eyes rules know them, whatever they come with. */
    public String identity() {
        return "person:" + id;
    }
}
