def l2_penalty_gradient(dw, db, w, b, lam):
    gradient = dw.copy()
    gradient += w * lam
    return {"db_total": db, "dw_total": gradient}
