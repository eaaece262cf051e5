package dev.plumbline.sync.console.frame;

import java.util.List;
import java.util.function.Predicate;

/** All pages that are entered from the side, in groups. */
final class Navigation {
    private static final List<Group> ALL = List.of(
            new Group("", List.of(new Item("/console", "Home"), new Item("/console/approvals", "Approvals"))),
            new Group(
                    "Customers",
                    List.of(
                            new Item("/console/customers", "Customers"),
                            new Item("/console/overrides", "Overrides"),
                            new Item("/console/promotions", "Promotions"))),
            new Group(
                    "Product",
                    List.of(
                            new Item("/console/matrix", "Matrix"),
                            new Item("/console/features", "Features"),
                            new Item("/console/plans", "Plans"),
                            new Item("/console/migrations", "Migrations"),
                            new Item("/console/model", "Model"),
                            new Item("/console/revisions", "Revisions"))),
            new Group(
                    "Finance",
                    List.of(
                            new Item("/console/periods", "Periods"),
                            new Item("/console/runs", "Reconciliation"),
                            new Item("/console/breaks", "Breaks"))),
            new Group(
                    "Operations",
                    List.of(
                            new Item("/console/inbox", "Inbox"),
                            new Item("/console/subjects", "Subjects"),
                            new Item("/console/accounts", "Billing accounts"),
                            new Item("/console/routes", "Routes"),
                            new Item("/console/jobs", "Batch jobs"),
                            new Item("/console/health", "Health"),
                            new Item("/console/settings", "Settings"))),
            new Group(
                    "Access",
                    List.of(
                            new Item("/console/people", "People"),
                            new Item("/console/roles", "Roles"),
                            new Item("/console/keys", "API keys"))),
            new Group("Evidence", List.of(new Item("/console/audit", "Audit"))));

    private Navigation() {}

    /** @param title empty for the pages that stand above all groups */
    public record Group(String title, List<Item> items) {}

    public record Item(String path, String label) {
        /** Also of the pages below it; home is above everything and only itself. */
        public boolean holds(String page) {
            return page.equals(path) || (!path.equals("/console") && page.startsWith(path + "/"));
        }
    }

    /** Without what one may not open, and without groups that are empty then. */
    static List<Group> of(Predicate<String> mayOpen) {
        return ALL.stream()
                .map(group -> new Group(
                        group.title(),
                        group.items().stream()
                                .filter(item -> mayOpen.test(item.path()))
                                .toList()))
                .filter(group -> !group.items().isEmpty())
                .toList();
    }
}
