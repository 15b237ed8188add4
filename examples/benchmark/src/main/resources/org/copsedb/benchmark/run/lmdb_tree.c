/*
 * The workload of TreeBenchmark on LMDB from C: the same entries in the same order, the same rows, the same checksums.
 * Usage: lmdb_tree COUNT DIRECTORY
 */
#include <inttypes.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEY_SIZE 24
#define VALUE_SIZE 150
#define GAMMA UINT64_C(0x9E3779B97F4A7C15)
#define KEY_SEED UINT64_C(0x0C0F5EDB)
#define VALUE_SEED UINT64_C(0x5EED)
#define POOL_SIZE 65536
#define MAP_SIZE (UINT64_C(16) << 30)
#define WARM_UP_PASSES 1
#define TIMED_PASSES 3
#define MOST_READS 1000000
#define SCAN_LENGTH 10

static unsigned char pool[POOL_SIZE + VALUE_SIZE + 8];
static uint64_t count, reads;
static MDB_env *environment;
static MDB_dbi entries;
static MDB_txn *transaction;
static MDB_cursor *cursor;

static void require(int code, const char *what) {
    if (code != MDB_SUCCESS) {
        fprintf(stderr, "%s: %s\n", what, mdb_strerror(code));
        exit(1);
    }
}

static uint64_t mix(uint64_t state) {
    uint64_t z = (state ^ (state >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static void put_big_endian(unsigned char *bytes, uint64_t word) {
    uint64_t swapped = __builtin_bswap64(word);
    memcpy(bytes, &swapped, 8);
}

static void make_key(uint64_t number, unsigned char *key) {
    uint64_t state = KEY_SEED + number * (KEY_SIZE / 8) * GAMMA;
    for (int i = 0; i < KEY_SIZE; i += 8) {
        state += GAMMA;
        put_big_endian(key + i, mix(state));
    }
}

static unsigned char *make_value(uint64_t number) {
    return pool + (mix(number * GAMMA) & (POOL_SIZE - 1));
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

static void figure(const char *row, double value, int64_t checksum) {
    printf("figure %s %f %" PRId64 "\n", row, value, checksum);
    fflush(stdout);
}

static int64_t checksum_of(const MDB_val *value) {
    return ((int64_t)*(unsigned char *)value->mv_data << 16) + (int64_t)value->mv_size;
}

static void insert_all(void) {
    unsigned char bytes[KEY_SIZE];
    for (uint64_t i = 0; i < count; i++) {
        make_key(i, bytes);
        MDB_val key = {KEY_SIZE, bytes}, value = {VALUE_SIZE, make_value(i)};
        require(mdb_put(transaction, entries, &key, &value, 0), "put");
    }
}

static void remove_half(void) {
    unsigned char bytes[KEY_SIZE];
    for (uint64_t i = 0; i < count / 2; i++) {
        make_key(i, bytes);
        MDB_val key = {KEY_SIZE, bytes};
        require(mdb_del(transaction, entries, &key, NULL), "del");
    }
}

static int64_t get_one(uint64_t number) {
    unsigned char bytes[KEY_SIZE];
    make_key(number, bytes);
    MDB_val key = {KEY_SIZE, bytes}, value;
    require(mdb_get(transaction, entries, &key, &value), "get");
    return checksum_of(&value);
}

static int64_t get_each(void) {
    int64_t sum = 0;
    for (uint64_t i = 0; i < reads; i++) {
        sum += get_one(i);
    }
    return sum;
}

static int64_t get_each_in_transaction(void) {
    int64_t sum = 0;
    for (uint64_t i = 0; i < reads; i++) {
        require(mdb_txn_renew(transaction), "renew");
        sum += get_one(i);
        mdb_txn_reset(transaction);
    }
    return sum;
}

static int64_t scan(MDB_val *key, uint64_t limit) {
    MDB_val value;
    int64_t sum = 0;
    int found = mdb_cursor_get(cursor, key, &value, MDB_SET_RANGE);
    for (uint64_t left = limit; found == MDB_SUCCESS; found = mdb_cursor_get(cursor, key, &value, MDB_NEXT)) {
        sum += checksum_of(&value);
        if (--left == 0) {
            return sum;
        }
    }
    require(found == MDB_NOTFOUND ? MDB_SUCCESS : found, "scan");
    return sum;
}

static int64_t scan_each(void) {
    unsigned char bytes[KEY_SIZE];
    int64_t sum = 0;
    for (uint64_t i = 0; i < reads / SCAN_LENGTH * 2; i++) {
        make_key(i, bytes);
        MDB_val key = {KEY_SIZE, bytes};
        sum += scan(&key, SCAN_LENGTH);
    }
    return sum;
}

static int64_t scan_all(void) {
    unsigned char zero = 0;
    MDB_val key = {1, &zero};
    return scan(&key, UINT64_MAX);
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static void repeat(const char *row, uint64_t operations, int64_t (*task)(void)) {
    double passes[TIMED_PASSES];
    int64_t checksum = 0;
    for (int pass = -WARM_UP_PASSES; pass < TIMED_PASSES; pass++) {
        double start = now();
        checksum = task();
        if (pass >= 0) {
            passes[pass] = (now() - start) / operations;
        }
    }
    qsort(passes, TIMED_PASSES, sizeof(double), compare);
    figure(row, passes[TIMED_PASSES / 2], checksum);
}

static void report_size(void) {
    MDB_stat stat;
    require(mdb_stat(transaction, entries, &stat), "stat");
    double pages = stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages;
    figure("INSERTED_SIZE", pages * stat.ms_psize / count, 0);
}

int main(int arguments, char **argument) {
    if (arguments != 3) {
        fprintf(stderr, "usage: lmdb_tree COUNT DIRECTORY\n");
        return 2;
    }
    count = strtoull(argument[1], NULL, 10);
    reads = count < MOST_READS ? count : MOST_READS;
    for (uint64_t i = 0; i + 8 <= sizeof pool; i += 8) {
        put_big_endian(pool + i, mix(VALUE_SEED + (i + 1) * GAMMA));
    }
    require(mdb_env_create(&environment), "create");
    require(mdb_env_set_mapsize(environment, MAP_SIZE), "map size");
    require(mdb_env_open(environment, argument[2], MDB_NOSYNC, 0600), "open");
    require(mdb_txn_begin(environment, NULL, 0, &transaction), "begin");
    require(mdb_dbi_open(transaction, NULL, MDB_CREATE, &entries), "open");
    double start = now();
    insert_all();
    figure("INSERT", (now() - start) / count, 0);
    require(mdb_txn_commit(transaction), "commit");

    require(mdb_txn_begin(environment, NULL, MDB_RDONLY, &transaction), "begin");
    report_size();
    require(mdb_cursor_open(transaction, entries, &cursor), "cursor");
    repeat("GET", reads, get_each);
    repeat("SCAN_10", reads / SCAN_LENGTH * 2, scan_each);
    repeat("FULL_SCAN", count, scan_all);
    mdb_cursor_close(cursor);
    mdb_txn_reset(transaction);
    repeat("GET_TRANSACTION", reads, get_each_in_transaction);
    mdb_txn_abort(transaction);

    require(mdb_txn_begin(environment, NULL, 0, &transaction), "begin");
    start = now();
    remove_half();
    figure("REMOVE", (now() - start) / (count / 2), 0);
    require(mdb_txn_commit(transaction), "commit");
    mdb_env_close(environment);
    return 0;
}
