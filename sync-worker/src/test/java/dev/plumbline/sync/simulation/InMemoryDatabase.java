package dev.plumbline.sync.simulation;

import dev.plumbline.sync.simulation.Hazards.Blow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * Tables in memory with what the writer path relies on in PostgreSQL at read committed: a transaction sees its own writes and,
 * statement by statement, what others committed meanwhile; rows it wrote or locked are its own until it ends; it happens whole or
 * not at all. Transactions nest as turns do: whoever gets a turn inside another's transaction ends before that goes on, so
 * a row that the other one holds is a lock that is not to be had.
 */
final class InMemoryDatabase {
    private final Hazards hazards;
    private final Map<Object, Transaction> locks = new HashMap<>();
    private @Nullable Transaction current;

    InMemoryDatabase(Hazards hazards) {
        this.hazards = hazards;
    }

    /** Rows in the order in which they were inserted; a row is never changed, only replaced. */
    static final class Table<K, V> {
        private final Map<K, V> committed = new LinkedHashMap<>();

        /** As committed: for the judge, who looks when nobody writes. */
        Map<K, V> rows() {
            return committed;
        }
    }

    private static final class Transaction {
        private final Map<Table<?, ?>, Map<Object, @Nullable Object>> written = new LinkedHashMap<>();
        private final Set<Object> locked = new HashSet<>();
    }

    private record RowLock(Table<?, ?> table, Object key) {}

    // transactions

    <T> T transaction(Supplier<T> work) {
        if (current != null) {
            return work.get();
        }
        var transaction = new Transaction();
        current = transaction;
        Blow after = null;
        try {
            T result = work.get();
            Blow blow = transaction.written.isEmpty() ? null : hazards.strikeCommit();
            if (blow != null && !blow.isAfter()) {
                throw failure(blow);
            }
            commit(transaction);
            after = blow;
            if (after == null) {
                return result;
            }
        } finally {
            transaction.locked.forEach(locks::remove);
            current = null;
        }
        throw failure(after);
    }

    /** Waits for rows that others may hold: they end before it goes on. */
    <T> T waiting(Supplier<T> work) {
        Blow blow = hazards.strikeStatement(false, true, true);
        if (blow != null) {
            throw failure(blow);
        }
        return work.get();
    }

    /** One statement: in the transaction that is open, or in one of its own. */
    <T> T statement(boolean writes, Supplier<T> work) {
        if (current == null) {
            return transaction(() -> sent(writes, false, work));
        }
        return sent(writes, true, work);
    }

    private <T> T sent(boolean writes, boolean inTransaction, Supplier<T> work) {
        Blow blow = hazards.strikeStatement(writes, inTransaction);
        if (blow != null) {
            throw failure(blow);
        }
        return work.get();
    }

    void apart(Runnable work) {
        Transaction open = current;
        current = null;
        try {
            work.run();
        } finally {
            current = open;
        }
    }

    @SuppressWarnings("unchecked") // what is written of a table has the table's types
    private static void commit(Transaction transaction) {
        transaction.written.forEach((table, rows) -> {
            Map<Object, Object> committed = (Map<Object, Object>) table.committed;
            rows.forEach((key, row) -> {
                if (row == null) {
                    committed.remove(key);
                } else {
                    committed.put(key, row);
                }
            });
        });
    }

    /** As Spring translates what the driver says. */
    private static RuntimeException failure(Blow blow) {
        if (blow.kills()) {
            throw new Killed();
        }
        var told = new SQLException("simulated: " + blow, blow.sqlState);
        return switch (blow) {
            case DEADLOCK -> new CannotAcquireLockException("simulated", told);
            case SERIALIZATION -> new ConcurrencyFailureException("simulated", told);
            case READ_ONLY -> new TransientDataAccessResourceException("simulated", told);
            default -> new DataAccessResourceFailureException("simulated", told);
        };
    }

    // rows

    @SuppressWarnings("unchecked") // what is written of a table has the table's types
    <K, V> @Nullable V get(Table<K, V> table, K key) {
        Map<Object, @Nullable Object> own = own(table);
        return own != null && own.containsKey(key) ? (V) own.get(key) : table.committed.get(key);
    }

    @SuppressWarnings("unchecked") // what is written of a table has the table's types
    <K, V> Map<K, V> all(Table<K, V> table) {
        Map<Object, @Nullable Object> own = own(table);
        if (own == null) {
            return table.committed;
        }
        var all = new LinkedHashMap<>(table.committed);
        own.forEach((key, row) -> {
            if (row == null) {
                all.remove((K) key);
            } else {
                all.put((K) key, (V) row);
            }
        });
        return all;
    }

    <K, V> void put(Table<K, V> table, K key, V row) {
        lock(table, key);
        open().written.computeIfAbsent(table, _ -> new LinkedHashMap<>()).put(key, row);
    }

    <K, V> void remove(Table<K, V> table, K key) {
        lock(table, key);
        open().written.computeIfAbsent(table, _ -> new LinkedHashMap<>()).put(key, null);
    }

    /** False when there is no such row. */
    <K, V> boolean edit(Table<K, V> table, K key, UnaryOperator<V> change) {
        V row = get(table, key);
        if (row == null) {
            return false;
        }
        put(table, key, change.apply(row));
        return true;
    }

    /** @throws DataAccessException when another's transaction holds it: it cannot end before we do */
    void lock(Table<?, ?> table, Object key) {
        var lock = new RowLock(table, key);
        Transaction holder = locks.get(lock);
        if (holder == null) {
            locks.put(lock, open());
            open().locked.add(lock);
        } else if (holder != current) {
            throw new CannotAcquireLockException("simulated", new SQLException("lock timeout", "55P03"));
        }
    }

    boolean isHeldByAnother(Table<?, ?> table, Object key) {
        Transaction holder = locks.get(new RowLock(table, key));
        return holder != null && holder != current;
    }

    <V> List<V> list(Table<?, V> table) {
        return new ArrayList<>(all(table).values());
    }

    private Transaction open() {
        if (current == null) {
            throw new IllegalStateException("A row is written outside of a statement");
        }
        return current;
    }

    private @Nullable Map<Object, @Nullable Object> own(Table<?, ?> table) {
        return current == null ? null : current.written.get(table);
    }
}
