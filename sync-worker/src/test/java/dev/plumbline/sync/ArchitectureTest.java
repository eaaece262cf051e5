package dev.plumbline.sync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. A rule that matches no class fails (ArchUnit's own setting). */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule CONNECTORS_KNOW_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("dev.plumbline.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.plumbline.entitlement..", "dev.plumbline.sync..", "dev.plumbline.simulated..", "java.sql..");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_NO_PROVIDER = noClasses()
            .that()
            .resideInAPackage("dev.plumbline.entitlement..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.plumbline.connectors..", "dev.plumbline.sync..", "dev.plumbline.simulated..", "com.stripe..");

    @ArchTest
    static final ArchRule THE_SIMULATION_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("dev.plumbline.simulated..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.plumbline.connectors..", "dev.plumbline.entitlement..", "dev.plumbline.sync..");

    @ArchTest
    static final ArchRule ONLY_THE_DEMO_AND_THE_REHEARSAL_USE_THE_SIMULATION = noClasses()
            .that()
            .resideInAPackage("dev.plumbline..")
            .and()
            .resideOutsideOfPackages(
                    "dev.plumbline.sync.demo..", "dev.plumbline.cli.operate..", "dev.plumbline.simulated..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.plumbline.simulated..");

    @ArchTest
    static final ArchRule THE_RESOLVER_IS_PURE = classes()
            .that()
            .resideInAnyPackage(
                    "dev.plumbline.entitlement.resolve..",
                    "dev.plumbline.entitlement.customer..",
                    "dev.plumbline.entitlement.usage..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "dev.plumbline.entitlement.resolve..",
                    "dev.plumbline.entitlement.customer..",
                    "dev.plumbline.entitlement.usage..",
                    "dev.plumbline.entitlement.model");

    @ArchTest
    static final ArchRule THE_MODEL_RECORDS_ARE_PURE = classes()
            .that()
            .resideInAPackage("dev.plumbline.entitlement.model")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.plumbline.entitlement..");

    @ArchTest
    static final ArchRule NO_LOGIC_ASKS_THE_SYSTEM_FOR_THE_TIME = noClasses()
            .that()
            .resideInAnyPackage("dev.plumbline.entitlement..", "dev.plumbline.sync..", "dev.plumbline.connectors..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** ADR 31: on two cores, two of them that load a class stop all of them for ever. */
    @ArchTest
    static final ArchRule NOBODY_STARTS_A_VIRTUAL_THREAD = noClasses()
            .that()
            .resideInAPackage("dev.plumbline..")
            .should()
            .callMethod(Thread.class, "ofVirtual")
            .orShould()
            .callMethod(Thread.class, "startVirtualThread", Runnable.class)
            .orShould()
            .callMethod(java.util.concurrent.Executors.class, "newVirtualThreadPerTaskExecutor");

    @ArchTest
    static final ArchRule STAGES_DO_NOT_GO_IN_CIRCLES =
            slices().matching("dev.plumbline.connectors.(*)..").should().beFreeOfCycles();
}
