package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every feature under every plan version and add-on at one instant.
 *
 * @param revision 0 for a draft: it has no number before it is published
 * @param market the market or country that was asked about; null for the base, as sold everywhere
 * @param country that was asked about; null for none
 * @param term that was asked about; null for the base
 * @param markets and {@code terms}: what may be asked about
 */
public record Matrix(
        long revision,
        @Nullable String market,
        @Nullable String country,
        @Nullable String term,
        Instant at,
        List<String> markets,
        List<String> terms,
        List<Column> columns,
        List<AddOnColumn> addOns,
        List<Row> rows) {

    /** Some of it. */
    public Matrix of(List<Column> some, List<Row> of) {
        return new Matrix(revision, market, country, term, at, markets, terms, some, addOns, of);
    }

    /**
     * @param onSale whether it can be bought at that instant; customers may have it anyway
     * @param listPrices per month, of the term that was asked about or of all
     */
    public record Column(
            String plan,
            String name,
            String ref,
            int rank,
            boolean onSale,
            @Nullable Instant sellableFrom,
            @Nullable Instant sellableUntil,
            List<Price> listPrices) {}

    /** @param perMonth null when it is not known */
    public record Price(@Nullable String term, @Nullable MonthlyPrice perMonth) {}

    /**
     * @param requires the plans it counts beside; empty for any or none
     * @param max no more than so many count; null for no bound
     */
    public record AddOnColumn(
            String addOn,
            String name,
            String ref,
            boolean onSale,
            List<String> requires,
            @Nullable Long max,
            List<Price> listPrices) {}

    /** @param cells and {@code addOns} by the column's ref; add-ons that give nothing of it are left out */
    public record Row(
            String feature, String name, String type, Map<String, Cell> cells, Map<String, AddOnCell> addOns) {}

    /**
     * @param text the value in words: {@code yes}, {@code no}, {@code 400 a month}
     * @param variation whose value it is; null when none applies
     * @param otherwise what other terms and markets, not asked about, change
     * @param availability where and from when the feature is to be had at all, as far as it was asked about
     * @param trial the value in a trial; null when it is the same
     * @param except countries of the market for which it is another
     * @param marks all of these in short, for people
     */
    public record Cell(
            boolean hasAccess,
            @Nullable BigDecimal limit,
            boolean unlimited,
            @Nullable String level,
            String reason,
            String source,
            String text,
            @Nullable String variation,
            List<Other> otherwise,
            List<Available> availability,
            @Nullable String trial,
            List<Except> except,
            List<String> marks) {
        /** As a spreadsheet shows it. */
        String inShort() {
            return marks.isEmpty() ? text : text + " (" + String.join("; ", marks) + ")";
        }
    }

    public record Other(
            String variation,
            @Nullable String term,
            @Nullable String market,
            String text) {}

    public record Available(
            String market, @Nullable Instant from, @Nullable Instant until) {}

    public record Except(List<String> countries, String text, String reason) {}

    /** What one of it adds: {@code 100 more each}. */
    public record AddOnCell(String text) {}
}
