package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.CapabilityType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Debian's Chromium without a window, with a profile of its own. What it complains of counts: a refused script, a missing file.
 * The package that has no window at all is taken where it is installed: a page costs it a third less (150 ms of a core, 100).
 */
final class Browser implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path WINDOWLESS = Path.of("/usr/bin/chromium-headless-shell");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final int WIDE = 1_280;
    /** How long a machine may take that is busy with something else: what takes longer is broken. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Marks the page, and says whether what is about to be used leads to another one: a link, a button whose form is filled in, and
     * with scripts a filter's list too. What htmx fetches, and what a script asks about first, does not.
     */
    private static final String LEADS_AWAY = """
            const it = arguments[0].closest('a[href], button, select'), scripts = arguments[1];
            document.isLeft = true;
            if (!it || scripts && it.matches('[hx-get], [data-ask]')) return false;
            if (it.matches('a')) return !it.getAttribute('href').startsWith('#');
            if (it.matches('select')) return scripts && it.matches('form.filter select');
            return it.type === 'submit' && it.form !== null && it.form.checkValidity();
            """;

    /** Whether it is a field of text that a person could write into; its text is selected then. */
    private static final String SELECT_ITS_TEXT = """
            const field = arguments[0];
            if (!field.matches('textarea, input:not([type]), input:is([type=text], [type=search], [type=password])')) return false;
            if (field.disabled || field.readOnly || !field.checkVisibility()) return false;
            field.focus();
            field.select();
            return document.activeElement === field;
            """;

    /** How often it looks whether what it waits for is there: each look costs the browser more than the wait. */
    private static final Duration PAUSE = Duration.ofMillis(60);

    /** Between words of a page; cells of a table stand apart by tabs. */
    private static final Pattern SPACES = Pattern.compile("[ \\t\\xa0]+");

    private static final String OVER = "\"htmx:afterRequest\"";
    private static final String GIVEN_UP = "\"htmx:sendAbort\"";

    private final ChromeDriver driver;
    private final Path profile;
    private final String base;
    private final boolean withJavascript;

    private Browser(ChromeDriver driver, Path profile, String base, boolean withJavascript) {
        this.driver = driver;
        this.profile = profile;
        this.base = base;
        this.withJavascript = withJavascript;
    }

    static Browser open(String base, boolean withJavascript) {
        assumeTrue(
                (Files.isExecutable(WINDOWLESS) || Files.isExecutable(BROWSER)) && Files.isExecutable(DRIVER),
                "There is no browser here: apt-get install chromium chromium-driver, and these tests run");
        try {
            Path profile = Files.createTempDirectory("plumbline-browser");
            var options = new ChromeOptions();
            if (Files.isExecutable(WINDOWLESS)) {
                options.setBinary(WINDOWLESS.toFile())
                        .setCapability(CapabilityType.BROWSER_NAME, "chrome-headless-shell");
            } else {
                options.setBinary(BROWSER.toFile()).addArguments("--headless=new");
            }
            options.addArguments(
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-extensions",
                    "--disable-background-networking",
                    // What a browser does for people besides, and processes that nobody waits for.
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-default-apps",
                    "--disable-breakpad",
                    "--in-process-gpu",
                    "--disable-site-isolation-trials",
                    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache,Translate,MediaRouter,"
                            + "OptimizationHints,IsolateOrigins,site-per-process",
                    "--user-data-dir=" + profile,
                    "--window-size=1440,1000",
                    "--lang=en");
            var logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            var driver = new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(DRIVER.toFile())
                            .usingAnyFreePort()
                            .withTimeout(PATIENCE)
                            .build(),
                    options);
            driver.manage().timeouts().pageLoadTimeout(PATIENCE);
            driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !withJavascript));
            return new Browser(driver, profile, base, withJavascript);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    Browser go(String path) {
        driver.get(base + path);
        return this;
    }

    String path() {
        return driver.getCurrentUrl().substring(base.length());
    }

    /**
     * What is to be seen on the page that is there: one that goes away while it is read is not what is meant. The browser knows its
     * text; the driver would ask each element of a large page whether it is shown.
     */
    String text() {
        return patiently()
                .until(_ -> SPACES.matcher(String.valueOf(driver.executeScript("return document.body.innerText")))
                        .replaceAll(" "));
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    Browser click(String css) {
        return click(By.cssSelector(css));
    }

    Browser follow(String linkText) {
        return click(By.partialLinkText(linkText));
    }

    Browser press(String button) {
        return click(By.xpath("//button[contains(normalize-space(.), '" + button + "')]"));
    }

    /** A button may stand in what htmx is about to replace: another one stands there then. */
    private Browser click(By by) {
        try {
            return use(driver.findElement(by), WebElement::click);
        } catch (StaleElementReferenceException replaced) {
            return use(driver.findElement(by), WebElement::click);
        }
    }

    /**
     * Returns when the page is left that is left by it. A click is done when the browser was told of it: the form may still be on its
     * way, and what follows would read the page before, or be overtaken by the answer.
     */
    private Browser use(WebElement element, Consumer<WebElement> use) {
        boolean leadsAway = Boolean.TRUE.equals(driver.executeScript(LEADS_AWAY, element, withJavascript));
        use.accept(element);
        if (leadsAway) {
            awaitAnotherPage();
        }
        return this;
    }

    private void awaitAnotherPage() {
        patiently()
                .withMessage(() -> path() + " was not left: " + text())
                .until(_ -> Boolean.TRUE.equals(driver.executeScript("return !document.isLeft")));
    }

    /** A page that goes away while it is asked answers with one error or another. */
    private FluentWait<WebDriver> patiently() {
        return new WebDriverWait(driver, PATIENCE, PAUSE).ignoring(WebDriverException.class);
    }

    /** Text is put in at once, as from a clipboard: the driver would type it letter by letter. Dates and files only the driver can. */
    Browser fill(String css, String text) {
        WebElement field = one(css);
        if (!text.isEmpty() && Boolean.TRUE.equals(driver.executeScript(SELECT_ITS_TEXT, field))) {
            driver.executeCdpCommand("Input.insertText", Map.of("text", text));
        } else {
            field.clear();
            field.sendKeys(text);
        }
        return this;
    }

    Browser choose(String css, String value) {
        return use(one(css), list -> new Select(list).selectByValue(value));
    }

    Browser type(CharSequence keys) {
        driver.switchTo().activeElement().sendKeys(keys);
        return this;
    }

    @Nullable
    String focused() {
        return driver.switchTo().activeElement().getDomAttribute("id");
    }

    Browser search(String text) {
        fill("#search", text);
        run("document.isLeft = true");
        one("#search").sendKeys(Keys.ENTER);
        awaitAnotherPage();
        return this;
    }

    /** Until a text is on the page; with scripts a page changes without being loaded. */
    Browser awaits(String text) {
        new WebDriverWait(driver, PATIENCE, PAUSE)
                .withMessage(() -> "'" + text + "' in: " + text())
                .until(_ -> text().contains(text));
        return this;
    }

    /** Yes, to what is asked before a form is sent. */
    void confirm() {
        Alert question = patiently().until(ExpectedConditions.alertIsPresent());
        question.accept(); // the page bears its mark since the button was pressed: while it is asked it answers nothing
        awaitAnotherPage();
    }

    @Nullable
    Object run(String script) {
        return ((JavascriptExecutor) driver).executeScript(script);
    }

    /** Of a page that has the button. Returns when it is done: cookies that go away before that leave the server without a session. */
    void logOut() {
        press("Log out").awaits("You are logged out.");
        forget();
    }

    /** As if it had never been here. A page that looks again by itself would do so as nobody, and be complained of: it is left first. */
    void forget() {
        driver.get("about:blank");
        complaints();
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    /** What it sends to say who it is. */
    String cookies() {
        return driver.manage().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(java.util.stream.Collectors.joining("; "));
    }

    /**
     * What went wrong on the pages since the last time: errors, and whatever the content policy refused. Not that a page was left while
     * it fetched a part of itself: htmx tells of that by two errors, one that the request is over and one that it was given up.
     */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .forEach(entry -> complaints.add(entry.getMessage()));
        for (int at = complaints.size() - 1; at > 0; at--) {
            if (complaints.get(at).endsWith(GIVEN_UP) && complaints.get(at - 1).endsWith(OVER)) {
                complaints.subList(at - 1, at + 1).clear();
                at--;
            }
        }
        return complaints;
    }

    void expectNoComplaints() {
        assertThat(complaints()).as(path()).isEmpty();
    }

    /** Nothing sticks out: the page is as wide as the window, whatever it shows. */
    void expectThatItFits() {
        assertThat(run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("how far " + path() + " sticks out")
                .isEqualTo(0L);
    }

    /** As a reader who wants it dark, or light, or printed sees it. */
    void shootAs(String name, String media, String scheme) {
        see(media, scheme);
        shoot(name);
        see("", "light");
    }

    private void see(String media, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("media", media, "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** As a person sees it, whole. */
    void shoot(String name) {
        shoot(name, 3_000);
    }

    /** The upper part of it, from where it stands. */
    void shootTop(String name) {
        shoot(name, 1_200);
    }

    private void shoot(String name, int highest) {
        try {
            Files.createDirectories(SHOTS);
            driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
            driver.manage().window().setSize(new Dimension(WIDE, 1_000));
            long height = ((Number) Objects.requireNonNull(run(
                            "return Math.min(" + highest + ", Math.max(700, document.documentElement.scrollHeight))")))
                    .longValue();
            driver.manage().window().setSize(new Dimension(WIDE, (int) (height + besidesThePage())));
            Files.write(SHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
            driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", false));
            driver.manage().window().setSize(new Dimension(1440, 1000));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** How much higher the window is: one that has none is as high as its page. */
    private long besidesThePage() {
        return ((Number) Objects.requireNonNull(run("return window.outerHeight - window.innerHeight"))).longValue();
    }

    @Override
    public void close() {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            // a profile that is still written to by a browser on its way out: it lies in the folder for temporary files
        }
    }
}
