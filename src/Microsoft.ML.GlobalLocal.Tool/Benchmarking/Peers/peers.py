"""The systems of others that `globallocal bench --part peers` compares with, which starts this script.

It needs numpy, scipy, implicit and faiss:  pip install numpy scipy implicit faiss-cpu

    peers.py check
    peers.py als FOLDER DIMENSION SWEEPS THREADS     leaves users.f32 and items.f32 in the folder
    peers.py top FOLDER DIMENSION THREADS            the lists of all users by those vectors
    peers.py search FOLDER DIMENSION LISTS           one user after the other by those vectors
    peers.py neighbours FOLDER COUNT THREADS
    peers.py singular FOLDER DIMENSION

The folder holds interactions.i32: the numbers of users and items, where each user's row begins and the last one ends, and the
items of the rows. Each step is written as a line of JSON, by the names that bench reads.
"""
import json
import os
import resource
import sys
import time

# implicit has threads of its own; a BLAS with more of them is slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import faiss
import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from implicit.nearest_neighbours import CosineRecommender
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import svds

TOP_N = 20
QUERIES = 200
RECALLS = (0.92, 0.97, 0.99)
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def measure(step, size, work):
    processor, start = time.process_time(), time.perf_counter()
    result = work()
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    return result, {
        "Step": step,
        "Size": size,
        "Seconds": seconds,
        "ProcessorSeconds": processor,
        "PeakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT,
        "Figures": {},
    }


def write(row):
    print(json.dumps(row), flush=True)


def read_interactions(folder):
    numbers = np.fromfile(os.path.join(folder, "interactions.i32"), dtype="<i4")
    users, items = int(numbers[0]), int(numbers[1])
    starts, columns = numbers[2 : users + 3], numbers[users + 3 :]
    return csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(users, items))


def read_vectors(folder, side, dimension):
    return np.fromfile(os.path.join(folder, side + ".f32"), dtype="<f4").reshape(-1, dimension)


def create_als(dimension, sweeps, threads):
    # As good on Gowalla's held-out interactions as any point that was tried.
    return AlternatingLeastSquares(
        factors=dimension, regularization=100.0, alpha=100.0, iterations=sweeps, num_threads=threads, random_state=0
    )


def als(folder, dimension, sweeps, threads):
    interactions = read_interactions(folder)
    model = create_als(dimension, sweeps, threads)
    _, row = measure(f"implicit's ALS, {sweeps} sweeps", sweeps, lambda: model.fit(interactions, show_progress=False))
    model.user_factors.astype("<f4").tofile(os.path.join(folder, "users.f32"))
    model.item_factors.astype("<f4").tofile(os.path.join(folder, "items.f32"))
    write(row)


def top(folder, dimension, threads):
    interactions = read_interactions(folder)
    model = create_als(dimension, 1, threads)
    model.user_factors, model.item_factors = read_vectors(folder, "users", dimension), read_vectors(folder, "items", dimension)
    users = np.arange(interactions.shape[0])
    _, row = measure(
        "implicit, all users", len(users), lambda: model.recommend(users, interactions, N=TOP_N, filter_already_liked_items=True)
    )
    write(row)


def search(folder, dimension, lists):
    users, items = read_vectors(folder, "users", dimension), read_vectors(folder, "items", dimension)
    faiss.omp_set_num_threads(1)
    queries = users[(np.arange(QUERIES) * len(users)) // QUERIES]
    exact = faiss.IndexFlatIP(dimension)
    exact.add(items)
    wanted, row = measure("faiss, exact", len(items), lambda: ask(exact, queries))
    write(with_times(row, wanted))
    coarse = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFFlat(coarse, dimension, lists, faiss.METRIC_INNER_PRODUCT)
    index.train(items)
    index.add(items)
    searched, reached = 0, 0.0
    for recall in RECALLS:
        while reached < recall and searched < lists:
            searched += 1
            index.nprobe = searched
            _, found = index.search(queries, TOP_N)
            reached = np.mean([len(set(a) & set(b)) / TOP_N for a, b in zip(found, wanted[0])])
        faiss.cvar.indexIVF_stats.reset()
        answers, row = measure(f"faiss, inverted lists, {recall}", len(items), lambda: ask(index, queries))
        row["Figures"] = {
            "searched clusters": searched,
            "recall": reached,
            "share of items visited": faiss.cvar.indexIVF_stats.ndis / QUERIES / len(items),
        }
        write(with_times(row, answers))


def ask(index, queries):
    lists, times = [], []
    for query in queries:
        start = time.perf_counter()
        _, found = index.search(query[None], TOP_N)
        times.append(time.perf_counter() - start)
        lists.append(found[0])
    return lists, times


def with_times(row, answers):
    times = np.sort(answers[1]) * 1e3
    row["Figures"] |= {"p50 ms": times[len(times) // 2], "p99 ms": times[int(0.99 * (len(times) - 1))]}
    return row


def neighbours(folder, count, threads):
    interactions = read_interactions(folder)
    model = CosineRecommender(K=count, num_threads=threads)
    _, row = measure(f"implicit, {count} by cosine", count, lambda: model.fit(interactions, show_progress=False))
    write(row)


def singular(folder, dimension):
    interactions = read_interactions(folder)
    users, items = (np.maximum(1, np.asarray(interactions.sum(axis)).ravel()) ** -0.5 for axis in (1, 0))
    normalised = (diags(users) @ interactions @ diags(items)).astype(np.float32)
    _, row = measure("scipy's ARPACK, one thread", dimension, lambda: svds(normalised, k=dimension, random_state=0))
    write(row)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command != "check":
        globals()[command](arguments[0], *map(int, arguments[1:]))
