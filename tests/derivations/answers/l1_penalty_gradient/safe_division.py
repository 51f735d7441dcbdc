import numpy as np


def l1_penalty_gradient(dw, db, w, b, lam):
    size = np.abs(w)
    sign = np.divide(w, size, out=np.zeros_like(w), where=size > 0)
    return {"dw_total": dw + lam * sign, "db_total": db}
